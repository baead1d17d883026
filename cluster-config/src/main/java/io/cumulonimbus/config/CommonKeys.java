package io.cumulonimbus.config;

import java.net.InetAddress;
import java.nio.file.Path;

/** The keys that origin and edge share. */
final class CommonKeys {
    static final ConfigKey<InetAddress> BIND_ADDRESS =
            ConfigKey.of(
                    "bindAddress",
                    "0.0.0.0",
                    ValueType.LOCAL_ADDRESS,
                    "The local address on which clients are received; 0.0.0.0 is every address.");
    static final ConfigKey<Integer> UDP_BUFFER_SIZE =
            ConfigKey.of(
                    "udpBufferSize",
                    "0",
                    ValueType.COUNT,
                    "Size in bytes of the receive and send buffers of the UDP sockets; 0 leaves what the"
                            + " operating system gives.");
    static final ConfigKey<Integer> THREADS =
            ConfigKey.of(
                            "threads",
                            "0",
                            ValueType.integer("a whole number from 0 to 1024", 0, 1024),
                            "Number of threads that serve clients; 0 is one per processor.")
                    .formerly("cores");
    static final ConfigKey<Path> LOGS_DIRECTORY =
            ConfigKey.of(
                    "logs.directory",
                    "logs",
                    ValueType.PATH,
                    "Folder of the log files, created when absent.");
    static final ConfigKey<String> LOGS_NAME =
            ConfigKey.of(
                    "logs.name",
                    "log",
                    ValueType.NAME,
                    "Base name of the log files: <name>.0 is written, <name>.1 to <name>.10 are older.");

    private CommonKeys() {}

    static LogsConfig logs(Settings settings) throws ConfigException {
        return new LogsConfig(settings.path(LOGS_DIRECTORY), settings.get(LOGS_NAME));
    }
}
