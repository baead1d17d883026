package io.cumulonimbus.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of the relay for peers, and how they become a {@link RelayConfig}. */
final class RelayKeys {
    static final int FIRST_PORT = 1940;

    private static final int MOST_KBITS = 100_000_000;
    private static final ValueType<Integer> KBITS =
            ValueType.integer("kbit/s, a whole number from 1 to " + MOST_KBITS, 1, MOST_KBITS);

    private static final ConfigKey<Boolean> ACTIVATED =
            ConfigKey.of(
                    "relay.activated",
                    "false",
                    ValueType.BOOLEAN,
                    "Whether the server carries the packets of peers that were introduced to each other"
                            + " and find no direct way. It cannot read them. When address is every"
                            + " address, publicAddress is necessary.");
    private static final ConfigKey<Integer> PORT =
            ConfigKey.of(
                    "relay.port",
                    Integer.toString(FIRST_PORT),
                    ValueType.PORT,
                    "The first UDP port of the relay. They must be reachable as the port for clients"
                            + " is.");
    private static final ConfigKey<Integer> PORTS =
            ConfigKey.of(
                    "relay.ports",
                    "8",
                    ValueType.integer("a whole number from 1 to 64", 1, 64),
                    "How many ports the relay has, one after the other: so many other peers can be"
                            + " relayed to one client.");
    private static final ConfigKey<List<String>> APPLICATIONS =
            ConfigKey.of(
                    "relay.applications",
                    ApplicationPaths.EVERY,
                    ApplicationPaths.TYPE,
                    "The applications whose clients are relayed, each with those below it. Both peers"
                            + " must be clients of one of them.");
    private static final ConfigKey<Integer> PAIRS =
            ConfigKey.of(
                    "relay.pairs",
                    "256",
                    ValueType.COUNT,
                    "Pairs of peers that are relayed at the same time, at most.");
    private static final ConfigKey<Integer> PAIR_BANDWIDTH =
            ConfigKey.of(
                    "relay.pairBandwidth",
                    "2000",
                    KBITS,
                    "What one pair may send, both ways together; what is more is lost.");
    private static final ConfigKey<Integer> BANDWIDTH =
            ConfigKey.of(
                    "relay.bandwidth",
                    "50000",
                    KBITS,
                    "What all pairs together may send; what is more is lost.");
    private static final ConfigKey<Duration> HEAD_START =
            ConfigKey.of(
                    "relay.headStart",
                    "2",
                    ValueType.secondsNotBelow(0),
                    "How long after an introduction the direct ways are left to themselves.");
    private static final ConfigKey<Duration> IDLE =
            ConfigKey.of(
                    "relay.idle",
                    "60",
                    ValueType.seconds(),
                    "A pair without packets for so long is given up.");
    private static final ConfigKey<Duration> LIFETIME =
            ConfigKey.of(
                    "relay.lifetime",
                    "14400",
                    ValueType.seconds(),
                    "A pair is given up after this time in any case; the peers may then ask again.");

    static final List<ConfigKey<?>> ALL =
            List.of(
                    ACTIVATED,
                    PORT,
                    PORTS,
                    APPLICATIONS,
                    PAIRS,
                    PAIR_BANDWIDTH,
                    BANDWIDTH,
                    HEAD_START,
                    IDLE,
                    LIFETIME);

    private RelayKeys() {}

    static RelayConfig read(
            Settings settings,
            List<InetSocketAddress> addresses,
            ConfigKey<Optional<PartialAddress>> publicAddress)
            throws ConfigException {
        RelayConfig relay =
                new RelayConfig(
                        settings.get(ACTIVATED),
                        settings.get(PORT),
                        settings.get(PORTS),
                        settings.get(APPLICATIONS),
                        settings.get(PAIRS),
                        settings.get(PAIR_BANDWIDTH),
                        settings.get(BANDWIDTH),
                        settings.get(HEAD_START),
                        settings.get(IDLE),
                        settings.get(LIFETIME));
        if (relay.port() + relay.ports() > 65536) {
            throw settings.wrong(PORT, "a port number that leaves room for relay.ports");
        }
        boolean everywhere = addresses.stream().allMatch(at -> at.getAddress().isAnyLocalAddress());
        if (relay.activated() && everywhere && settings.get(publicAddress).isEmpty()) {
            throw settings.wrong(
                    publicAddress,
                    "the address under which clients reach this server, because relay.activated is"
                            + " true and address is every address");
        }
        return relay;
    }
}
