package io.cumulonimbus.config;

import java.util.List;
import java.util.Optional;

/** The keys of {@code edge.ini}, and how they become an {@link EdgeConfig}. */
final class EdgeKeys {
    static final ConfigKey<Integer> PORT =
            ConfigKey.of("port", "19350", ValueType.PORT, "UDP port for RTMFP clients.");
    static final ConfigKey<HostPort> SERVER_ADDRESS =
            ConfigKey.of(
                    "serverAddress",
                    "127.0.0.1:1936",
                    ValueType.HOST_PORT,
                    "Address of the origin: its host and its edges.port.");
    static final ConfigKey<Optional<PartialAddress>> PUBLIC_ADDRESS =
            ConfigKey.of(
                    "publicAddress",
                    "",
                    ValueType.ADDRESS,
                    "Address under which clients reach this edge. A missing host is 127.0.0.1, a missing"
                            + " port is the port above.");
    static final ConfigKey<Secret> SECRET =
            ConfigKey.of(
                    "secret",
                    "",
                    ValueType.SECRET,
                    "The origin's edges.secret. Necessary. Better given by the environment variable"
                            + " CUMULONIMBUS_SECRET than written here.");

    static final KeyTable TABLE =
            new KeyTable(
                    "edge",
                    List.of(
                            PORT,
                            CommonKeys.ADDRESS,
                            SERVER_ADDRESS,
                            PUBLIC_ADDRESS,
                            SECRET,
                            CommonKeys.UDP_BUFFER_SIZE,
                            CommonKeys.MAX_DATAGRAM,
                            CommonKeys.THREADS,
                            CommonKeys.SESSIONS_MAX,
                            CommonKeys.SESSIONS_UNPROVEN_PER_ADDRESS,
                            CommonKeys.TIMERS_SCALE,
                            CommonKeys.LOGS_DIRECTORY,
                            CommonKeys.LOGS_NAME));

    private static final String DEFAULT_HOST = "127.0.0.1";

    private EdgeKeys() {}

    static EdgeConfig read(Settings settings) throws ConfigException {
        int port = settings.get(PORT);
        HostPort publicAddress =
                settings.get(PUBLIC_ADDRESS)
                        .map(address -> address.complete(DEFAULT_HOST, port))
                        .orElse(new HostPort(DEFAULT_HOST, port));
        HostPort server = settings.get(SERVER_ADDRESS);
        if (server.host().matches("0\\.0\\.0\\.0|[0:]+")) {
            throw settings.wrong(SERVER_ADDRESS, "host:port of one machine, not of every address");
        }
        return new EdgeConfig(
                settings.home(),
                CommonKeys.addresses(settings, port),
                port,
                server,
                publicAddress,
                settings.get(SECRET),
                settings.get(CommonKeys.UDP_BUFFER_SIZE),
                settings.get(CommonKeys.MAX_DATAGRAM),
                settings.get(CommonKeys.THREADS),
                CommonKeys.sessions(settings),
                CommonKeys.logs(settings),
                settings.configs());
    }
}
