package io.cumulonimbus.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The keys that origin and edge share. */
final class CommonKeys {
    static final ConfigKey<List<InetSocketAddress>> ADDRESS =
            ConfigKey.of(
                            "address",
                            "0.0.0.0",
                            ValueType.LOCAL_ADDRESSES,
                            "The local addresses on which clients are received, each with a socket"
                                    + " of its own, so that answers leave from the address that was"
                                    + " spoken to. 0.0.0.0 or [::] is every address, IPv4 and IPv6;"
                                    + " answers then leave from where the system sends them: list the"
                                    + " addresses of a machine with several. Without a port, the port"
                                    + " above is meant.")
                    .formerly("bindAddress");
    static final ConfigKey<Integer> UDP_BUFFER_SIZE =
            ConfigKey.of(
                    "udpBufferSize",
                    "0",
                    ValueType.COUNT,
                    "Size in bytes of the receive and send buffers of the UDP sockets; 0 is 4 MiB, or"
                            + " as much of it as the operating system gives.");
    static final ConfigKey<Integer> MAX_DATAGRAM =
            ConfigKey.of(
                    "maxDatagram",
                    "1200",
                    ValueType.integer("a number of bytes from 576 to 1472", 576, 1472),
                    "The largest datagram that is sent to clients, in bytes without IP and UDP headers."
                            + " Up to 1200 every path is taken to carry; larger ones are used for"
                            + " bulk once probes of that size were answered.");
    static final ConfigKey<Integer> THREADS =
            ConfigKey.of(
                            "threads",
                            "0",
                            ValueType.integer("a whole number from 0 to 1024", 0, 1024),
                            "Number of threads that serve clients; 0 is one per processor.")
                    .formerly("cores");
    static final ConfigKey<Integer> DRAIN =
            ConfigKey.of(
                    "drainPeriod",
                    "30",
                    ValueType.integer("whole seconds from 0 to 3600", 0, 3600),
                    "How many seconds clients may stay when the server is told to stop; nobody is let"
                            + " in meanwhile.");
    static final ConfigKey<Integer> SESSIONS_MAX =
            ConfigKey.of(
                    "sessions.max",
                    "100000",
                    ValueType.integer("a whole number from 1 to 10000000", 1, 10_000_000),
                    "RTMFP sessions at the same time, on all addresses and threads together. Who"
                            + " comes when there are so many gets no answer, and can try elsewhere.");
    static final ConfigKey<Integer> SESSIONS_UNPROVEN_PER_ADDRESS =
            ConfigKey.of(
                    "sessions.unprovenPerAddress",
                    "1000",
                    ValueType.integer("a whole number from 1 to 10000000", 1, 10_000_000),
                    "RTMFP sessions of one IP address from which nothing came yet since their"
                            + " handshake, on all addresses and threads together.");
    static final ConfigKey<Integer> SESSIONS_BUFFERS =
            ConfigKey.of(
                    "sessions.buffers",
                    "256",
                    ValueType.integer("a whole number from 1 to 1000000", 1, 1_000_000),
                    "Megabytes that all RTMFP sessions together may hold of what they have received and"
                            + " is incomplete or not taken yet. When they are used up, sessions that"
                            + " hold more than their share get no more.");
    static final ConfigKey<Double> TIMERS_SCALE =
            ConfigKey.of(
                    "timers.scale",
                    "1",
                    ValueType.decimal("a number from 0.01 to 1", 0.01, 1),
                    "What the long timers of RTMFP sessions are multiplied by: until a silent client is"
                            + " asked and given up, until a session without a sign of life or an end"
                            + " without an answer is forgotten. Less than 1 is for tests.");
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
    static final ConfigKey<LogLevel> LOGS_LEVEL =
            ConfigKey.of(
                    "logs.level",
                    "6",
                    new ValueType<>(LogLevel.EXPECTED, LogLevel::read),
                    "What is logged, unless --log says otherwise: 0 nothing, 1 fatal, 2 critic, 3"
                            + " error, 4 warn, 5 note, 6 info, 7 debug, 8 trace.");
    static final ConfigKey<LogsConfig.Format> LOGS_FORMAT =
            ConfigKey.of(
                    "logs.format",
                    "text",
                    ValueType.oneOf(LogsConfig.Format.class),
                    "How lines of the log look, in the files and on standard error: json is one"
                            + " object on each line.");
    static final List<ConfigKey<?>> LOGS =
            List.of(LOGS_DIRECTORY, LOGS_NAME, LOGS_LEVEL, LOGS_FORMAT);

    private CommonKeys() {}

    /** The listed addresses, each with a port and none twice; [::] is 0.0.0.0, as it is all. */
    static List<InetSocketAddress> addresses(Settings settings, int port) throws ConfigException {
        return settings.get(ADDRESS).stream()
                .map(at -> at.getPort() > 0 ? at : new InetSocketAddress(at.getAddress(), port))
                .map(at -> at.getAddress().isAnyLocalAddress() ? everywhere(at.getPort()) : at)
                .distinct()
                .toList();
    }

    private static InetSocketAddress everywhere(int port) {
        return new InetSocketAddress(
                ADDRESS.type().reader().apply("0.0.0.0").get(0).getAddress(), port);
    }

    static SessionsConfig sessions(Settings settings, LimitsConfig limits) throws ConfigException {
        return new SessionsConfig(
                settings.get(SESSIONS_MAX),
                settings.get(SESSIONS_UNPROVEN_PER_ADDRESS),
                settings.get(SESSIONS_BUFFERS),
                settings.get(TIMERS_SCALE),
                Duration.ofSeconds(settings.get(DRAIN)),
                limits);
    }

    static LogsConfig logs(Settings settings) throws ConfigException {
        return new LogsConfig(
                settings.path(LOGS_DIRECTORY),
                settings.get(LOGS_NAME),
                settings.get(LOGS_LEVEL),
                settings.get(LOGS_FORMAT));
    }
}
