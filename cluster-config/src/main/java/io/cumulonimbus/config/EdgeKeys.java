package io.cumulonimbus.config;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of {@code edge.ini}, and how they become an {@link EdgeConfig}. */
final class EdgeKeys {
    static final ConfigKey<Integer> PORT =
            ConfigKey.of("port", "19350", ValueType.PORTS, "UDP port for RTMFP clients.");
    static final ConfigKey<String> NAME =
            ConfigKey.of(
                    "name",
                    "",
                    ValueType.TEXT,
                    "What origins call this edge, up to 64 bytes; empty is its public address.");
    static final ConfigKey<List<HostPort>> SERVER_ADDRESS =
            ConfigKey.of(
                    "serverAddress",
                    "127.0.0.1:1936",
                    ValueType.HOST_PORTS,
                    "Address of the origin: its host and its edges.port. With several, or a name"
                            + " that has several addresses, one serves at a time and the others"
                            + " when it does not.");
    static final ConfigKey<LinkTlsMode> SERVER_TLS =
            ConfigKey.of(
                    "serverTls",
                    "auto",
                    ValueType.oneOf(LinkTlsMode.class),
                    "Whether what is sent to the origin is encrypted (TLS 1.3): auto is whenever it"
                            + " leaves this machine.");
    static final ConfigKey<Integer> GRACE =
            ConfigKey.of(
                    "gracePeriod",
                    "10",
                    ValueType.integer("whole seconds from 0 to 60", 0, 60),
                    "How many seconds clients are kept when the origin is gone, in case it comes"
                            + " back.");
    static final ConfigKey<String> SECRET_FILE =
            ConfigKey.of(
                    "secretFile",
                    "",
                    ValueType.TEXT,
                    "A file with the secret in place of the key secret; its first line is used.");
    static final ConfigKey<Optional<PartialAddress>> PUBLIC_ADDRESS =
            ConfigKey.of(
                    "publicAddress",
                    "",
                    ValueType.ADDRESS,
                    "Address under which clients reach this edge. A missing host is 127.0.0.1, a missing"
                            + " port is the port above.");
    static final ConfigKey<Boolean> REDIRECT =
            ConfigKey.of(
                    "redirect",
                    "true",
                    ValueType.BOOLEAN,
                    "Whether origins send clients to this edge. Without, it takes those who come by"
                            + " themselves, or by a load balancer.");
    static final ConfigKey<Secret> SECRET =
            ConfigKey.of(
                    "secret",
                    "",
                    ValueType.SECRET,
                    "The origin's edges.secret. Necessary unless the origin runs on this machine. Better"
                            + " given by the environment variable CUMULONIMBUS_SECRET, or in a file,"
                            + " than written here.");

    private static final ConfigKey<List<Neighbour>> NEIGHBOURS =
            ConfigKey.of(
                    "http.neighbours",
                    "",
                    ValueType.NEIGHBOURS,
                    "Where the edges are, this one among them, that a load balancer spreads the"
                            + " requests of RTMPT over: their http.port. A request whose session is"
                            + " at another one is sent on to it. All of them need the same secret"
                            + " and the same list.");

    private static final RtmpKeys DOORS =
            new RtmpKeys(ValueType.PORTS_OR_OFF, List.of(NEIGHBOURS), "0", "0", "0", "0");
    private static final AdminKeys ADMIN = new AdminKeys(ValueType.PORTS_OR_OFF);
    private static final List<ConfigKey<?>> LINK =
            List.of(
                    PORT,
                    CommonKeys.ADDRESS,
                    NAME,
                    SERVER_ADDRESS,
                    SERVER_TLS,
                    PUBLIC_ADDRESS,
                    REDIRECT,
                    SECRET,
                    SECRET_FILE,
                    GRACE,
                    CommonKeys.DRAIN,
                    CommonKeys.UDP_BUFFER_SIZE,
                    CommonKeys.MAX_DATAGRAM,
                    CommonKeys.THREADS);
    private static final List<ConfigKey<?>> LIMITS =
            List.of(
                    CommonKeys.SESSIONS_MAX,
                    CommonKeys.SESSIONS_UNPROVEN_PER_ADDRESS,
                    CommonKeys.SESSIONS_BUFFERS,
                    CommonKeys.TIMERS_SCALE);

    static final KeyTable TABLE =
            new KeyTable(
                    "edge",
                    Stream.of(
                                    LINK,
                                    DOORS.all(),
                                    LIMITS,
                                    LimitKeys.OF_EDGES,
                                    CommonKeys.LOGS,
                                    ADMIN.all())
                            .<ConfigKey<?>>flatMap(List::stream)
                            .toList());

    private static final int MAX_NAME = 64;
    private static final String DEFAULT_HOST = "127.0.0.1";

    private EdgeKeys() {}

    static EdgeConfig read(Settings settings) throws ConfigException {
        int port = settings.get(PORT);
        HostPort publicAddress =
                settings.get(PUBLIC_ADDRESS)
                        .map(address -> address.complete(DEFAULT_HOST, port))
                        .orElse(new HostPort(DEFAULT_HOST, port));
        return new EdgeConfig(
                settings.home(),
                CommonKeys.addresses(settings, port),
                port,
                publicAddress,
                settings.get(REDIRECT),
                uplink(settings, publicAddress),
                DOORS.read(settings).among(settings.get(NEIGHBOURS)),
                settings.get(CommonKeys.UDP_BUFFER_SIZE),
                settings.get(CommonKeys.MAX_DATAGRAM),
                settings.get(CommonKeys.THREADS),
                CommonKeys.sessions(settings, LimitKeys.ofEdge(settings)),
                CommonKeys.logs(settings),
                ADMIN.read(settings),
                settings.configs());
    }

    private static UplinkConfig uplink(Settings settings, HostPort publicAddress)
            throws ConfigException {
        List<HostPort> origins = settings.get(SERVER_ADDRESS);
        if (origins.stream().anyMatch(at -> at.host().matches("0\\.0\\.0\\.0|[0:]+"))) {
            throw settings.wrong(SERVER_ADDRESS, "host:port of one machine, not of every address");
        }
        String name = settings.get(NAME);
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME) {
            throw settings.wrong(NAME, "at most " + MAX_NAME + " bytes");
        }
        String address = publicAddress.toString();
        String short64 = address.substring(0, Math.min(MAX_NAME, address.length()));
        return new UplinkConfig(
                name.isEmpty() ? short64 : name,
                origins,
                settings.secret(SECRET, SECRET_FILE),
                settings.get(SERVER_TLS),
                Duration.ofSeconds(settings.get(GRACE)));
    }
}
