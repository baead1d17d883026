package io.cumulonimbus.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of {@code origin.ini}, and how they become an {@link OriginConfig}. */
final class OriginKeys {
    private static final long MEGABYTE = 1 << 20;

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
    static final ConfigKey<String> SMTP_HOST =
            ConfigKey.of("smtp.host", "localhost", ValueType.HOST, "Relay for mail of scripts.");
    static final ConfigKey<Integer> SMTP_PORT =
            ConfigKey.of("smtp.port", "25", ValueType.PORT, "TCP port of the relay.");
    static final ConfigKey<Duration> SMTP_TIMEOUT =
            ConfigKey.of(
                    "smtp.timeout",
                    "60",
                    ValueType.seconds(),
                    "Time-out for connecting, reading and writing, and the idle time after which the"
                            + " connection to the relay is closed.");
    static final ConfigKey<LuaConfig.Sandbox> LUA_SANDBOX =
            ConfigKey.of(
                    "lua.sandbox",
                    "strict",
                    ValueType.oneOf(LuaConfig.Sandbox.class),
                    "How far scripts are trusted: strict is for scripts of others, each event of"
                            + " which may take 1 s and allocate 64 MiB; trusted is for your own,"
                            + " with a minute for each event and as much memory as there is.");
    static final ConfigKey<Integer> LUA_MEMORY =
            ConfigKey.of(
                    "lua.memory",
                    "256",
                    ValueType.integer("megabytes, a whole number from 1 to 65536", 1, 65_536),
                    "Megabytes that the scripts of one realm may keep in memory when lua.sandbox is"
                            + " strict; one that keeps more is started anew, without its clients. A"
                            + " realm is a folder of www with all below it, or all of www when there"
                            + " is a www/main.lua.");
    private static final RtmpKeys DOORS = new RtmpKeys("1935", "8080", "1937", "8443");

    private static final List<ConfigKey<?>> SERVICES =
            List.of(
                    CommonKeys.LOGS_DIRECTORY,
                    CommonKeys.LOGS_NAME,
                    SMTP_HOST,
                    SMTP_PORT,
                    SMTP_TIMEOUT,
                    LUA_SANDBOX,
                    LUA_MEMORY);
    private static final List<ConfigKey<?>> CLIENTS =
            List.of(
                    PORT,
                    CommonKeys.ADDRESS,
                    WWW,
                    CommonKeys.UDP_BUFFER_SIZE,
                    CommonKeys.MAX_DATAGRAM,
                    KEEP_ALIVE_PEER,
                    KEEP_ALIVE_SERVER,
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
                    CommonKeys.SESSIONS_MAX,
                    CommonKeys.SESSIONS_UNPROVEN_PER_ADDRESS,
                    CommonKeys.TIMERS_SCALE,
                    PEERS_APPLICATIONS);

    static final KeyTable TABLE =
            new KeyTable(
                    "origin",
                    Stream.of(CLIENTS, DOORS.all(), CONTENT, RelayKeys.ALL, SERVICES, EdgesKeys.ALL)
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
                CommonKeys.sessions(settings),
                publicAddress.map(address -> address.complete("", port)),
                DOORS.read(settings),
                MediaKeys.read(settings),
                new PeersConfig(
                        settings.get(INTRODUCTIONS),
                        settings.get(PRIVATE_ADDRESSES),
                        settings.get(PEERS_APPLICATIONS),
                        RelayKeys.read(settings, addresses, PUBLIC_ADDRESS)),
                new SmtpConfig(
                        new HostPort(settings.get(SMTP_HOST), settings.get(SMTP_PORT)),
                        settings.get(SMTP_TIMEOUT)),
                new LuaConfig(settings.get(LUA_SANDBOX), settings.get(LUA_MEMORY) * MEGABYTE),
                CommonKeys.logs(settings),
                EdgesKeys.read(settings),
                settings.configs());
    }
}
