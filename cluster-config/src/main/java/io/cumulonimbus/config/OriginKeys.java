package io.cumulonimbus.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of {@code origin.ini}, and how they become an {@link OriginConfig}. */
final class OriginKeys {
    static final ConfigKey<Integer> PORT =
            ConfigKey.of("port", "1935", ValueType.PORT, "UDP port for RTMFP clients.");
    static final ConfigKey<Path> WWW =
            ConfigKey.of(
                    "www",
                    "www",
                    ValueType.PATH,
                    "Folder of the applications: a client of rtmfp://host/path is served by"
                            + " <www>/path/main.lua.");
    static final ConfigKey<Duration> KEEP_ALIVE_PEER =
            ConfigKey.of(
                    "keepAlivePeer",
                    "10",
                    ValueType.secondsNotBelow(5),
                    "Time between the keepalives that clients send to each other.");
    static final ConfigKey<Duration> KEEP_ALIVE_SERVER =
            ConfigKey.of(
                    "keepAliveServer",
                    "15",
                    ValueType.secondsNotBelow(5),
                    "Time between the keepalives that clients send to the server.");
    static final ConfigKey<Optional<PartialAddress>> PUBLIC_ADDRESS =
            ConfigKey.of(
                    "publicAddress",
                    "",
                    ValueType.ADDRESS,
                    "Address under which others reach this server; empty is the local address to which"
                            + " they came. Without a port, the port above is meant.");
    static final ConfigKey<PeersConfig.Introductions> INTRODUCTIONS =
            ConfigKey.of(
                    "introductions",
                    "connected",
                    ValueType.oneOf(PeersConfig.Introductions.class),
                    "Who may ask to be introduced to a client, for direct connections: connected is"
                            + " whoever has an open session with this server, from the address of that"
                            + " session.");
    static final ConfigKey<PeersConfig.PrivateAddresses> PRIVATE_ADDRESSES =
            ConfigKey.of(
                    "privateAddresses",
                    "near",
                    ValueType.oneOf(PeersConfig.PrivateAddresses.class),
                    "Whether an introduction tells the addresses that a client has in its private"
                            + " network: near is only to clients that seem to be in the same network.");
    static final ConfigKey<List<String>> PEERS_APPLICATIONS =
            ConfigKey.of(
                    "peers.applications",
                    ApplicationPaths.EVERY,
                    ApplicationPaths.TYPE,
                    "The applications whose clients are introduced to each other, each with those"
                            + " below it. Both must be clients of one of them.");
    private static final RtmpKeys DOORS =
            new RtmpKeys(ValueType.PORT_OR_OFF, List.of(), "1935", "8080", "1937", "8443");
    private static final AdminKeys ADMIN = new AdminKeys(ValueType.PORT_OR_OFF);

    private static final List<ConfigKey<?>> CLIENTS =
            List.of(
                    PORT,
                    CommonKeys.ADDRESS,
                    WWW,
                    CommonKeys.UDP_BUFFER_SIZE,
                    CommonKeys.MAX_DATAGRAM,
                    KEEP_ALIVE_PEER,
                    KEEP_ALIVE_SERVER,
                    CommonKeys.DRAIN,
                    CommonKeys.THREADS,
                    PUBLIC_ADDRESS,
                    INTRODUCTIONS,
                    PRIVATE_ADDRESSES);
    private static final List<ConfigKey<?>> CONTENT =
            List.of(
                    MediaKeys.FOLDER,
                    MediaKeys.RECORD,
                    MediaKeys.SHARED_OBJECTS,
                    MediaKeys.QUOTA,
                    MediaKeys.RESERVE,
                    MediaKeys.SCOPE,
                    CommonKeys.SESSIONS_MAX,
                    CommonKeys.SESSIONS_UNPROVEN_PER_ADDRESS,
                    CommonKeys.SESSIONS_BUFFERS,
                    CommonKeys.TIMERS_SCALE,
                    PEERS_APPLICATIONS);

    static final KeyTable TABLE =
            new KeyTable(
                    "origin",
                    Stream.of(
                                    CLIENTS,
                                    DOORS.all(),
                                    CONTENT,
                                    LimitKeys.ALL,
                                    RelayKeys.ALL,
                                    RendezvousKeys.ALL,
                                    LuaKeys.ALL,
                                    CommonKeys.LOGS,
                                    SmtpKeys.ALL,
                                    EdgesKeys.ALL,
                                    ClusterKeys.ALL,
                                    ADMIN.all(),
                                    AccessKeys.ALL)
                            .<ConfigKey<?>>flatMap(List::stream)
                            .toList());

    private OriginKeys() {}

    static OriginConfig read(Settings settings) throws ConfigException {
        int port = settings.get(PORT);
        Optional<PartialAddress> publicAddress = settings.get(PUBLIC_ADDRESS);
        if (publicAddress.isPresent() && publicAddress.get().host().isEmpty()) {
            throw settings.wrong(PUBLIC_ADDRESS, PUBLIC_ADDRESS.type().expected());
        }
        List<InetSocketAddress> addresses = CommonKeys.addresses(settings, port);
        return new OriginConfig(
                settings.home(),
                settings.path(WWW),
                addresses,
                port,
                settings.get(CommonKeys.UDP_BUFFER_SIZE),
                settings.get(CommonKeys.MAX_DATAGRAM),
                settings.get(KEEP_ALIVE_SERVER),
                settings.get(KEEP_ALIVE_PEER),
                settings.get(CommonKeys.THREADS),
                CommonKeys.sessions(settings, LimitKeys.read(settings)),
                publicAddress.map(address -> address.complete("", port)),
                DOORS.readApart(settings),
                MediaKeys.read(settings),
                new PeersConfig(
                        settings.get(INTRODUCTIONS),
                        settings.get(PRIVATE_ADDRESSES),
                        settings.get(PEERS_APPLICATIONS),
                        RelayKeys.read(settings, addresses, PUBLIC_ADDRESS),
                        RendezvousKeys.read(settings)),
                SmtpKeys.read(settings),
                LuaKeys.read(settings),
                CommonKeys.logs(settings),
                EdgesKeys.read(settings),
                ClusterKeys.read(settings, port),
                ADMIN.read(settings),
                AccessKeys.read(settings),
                settings.configs());
    }
}
