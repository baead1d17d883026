package io.cumulonimbus.config;

import java.util.List;

/** The keys of limits for clients that belong together, and how they become a record. */
final class LimitKeys {
    private static final int MOST = 10_000_000;
    private static final ValueType<Integer> NUMBER =
            ValueType.integer("a whole number from 1 to 10000000, or 0 for any", 0, MOST);

    private static final ConfigKey<Integer> CONNECTIONS =
            key(
                    "connectionsPerAddress",
                    "Clients of one IP address at the same time, of all protocols. Addresses of IPv6"
                            + " count as one when their first 64 bits are the same. More are told"
                            + " NetConnection.Connect.Rejected.");
    private static final ConfigKey<Integer> HANDSHAKES =
            key(
                    "handshakesPerAddress",
                    "Handshakes of RTMFP and TCP connections of one IP address in a second. More are"
                            + " not answered, and can try again.");
    private static final ConfigKey<Integer> BITRATE =
            key(
                    "bitratePerAddress",
                    "Kilobits a second that clients of one IP address may send, two seconds' worth at"
                            + " once. Who sends more is made to wait.");
    private static final ConfigKey<Integer> STREAMS =
            key(
                    "streamsPerAddress",
                    "Streams (NetStream objects) that clients of one IP address have at the same"
                            + " time, to publish or to play. createStream of more fails.");
    private static final ConfigKey<Integer> CALLS =
            key(
                    "callsPerAddress",
                    "Calls of applications by clients of one IP address in a second. More fail.");
    private static final ConfigKey<Integer> ACCOUNT_CONNECTIONS =
            key(
                    "connectionsPerAccount",
                    "As connectionsPerAddress, for clients of one account: what a script"
                            + " (client.account) or the answer of access.callback calls it,"
                            + " otherwise all of an application.");
    private static final ConfigKey<Integer> ACCOUNT_BITRATE =
            key("bitratePerAccount", "As bitratePerAddress, for clients of one account.");
    private static final ConfigKey<Integer> ACCOUNT_STREAMS =
            key("streamsPerAccount", "As streamsPerAddress, for clients of one account.");
    private static final ConfigKey<Integer> ACCOUNT_CALLS =
            key("callsPerAccount", "As callsPerAddress, for clients of one account.");

    /** Those of an origin. */
    static final List<ConfigKey<?>> ALL =
            List.of(
                    CONNECTIONS,
                    HANDSHAKES,
                    BITRATE,
                    STREAMS,
                    CALLS,
                    ACCOUNT_CONNECTIONS,
                    ACCOUNT_BITRATE,
                    ACCOUNT_STREAMS,
                    ACCOUNT_CALLS);

    /** Those of an edge, which knows of no applications. */
    static final List<ConfigKey<?>> OF_EDGES = List.of(CONNECTIONS, HANDSHAKES);

    private LimitKeys() {}

    private static ConfigKey<Integer> key(String name, String explanation) {
        return ConfigKey.of("limits." + name, "0", NUMBER, explanation);
    }

    /** Of an origin. */
    static LimitsConfig read(Settings settings) throws ConfigException {
        return new LimitsConfig(
                new LimitsConfig.Share(
                        settings.get(CONNECTIONS),
                        settings.get(HANDSHAKES),
                        settings.get(BITRATE),
                        settings.get(STREAMS),
                        settings.get(CALLS)),
                new LimitsConfig.Share(
                        settings.get(ACCOUNT_CONNECTIONS),
                        0,
                        settings.get(ACCOUNT_BITRATE),
                        settings.get(ACCOUNT_STREAMS),
                        settings.get(ACCOUNT_CALLS)));
    }

    /** Of an edge. */
    static LimitsConfig ofEdge(Settings settings) throws ConfigException {
        return new LimitsConfig(
                new LimitsConfig.Share(
                        settings.get(CONNECTIONS), settings.get(HANDSHAKES), 0, 0, 0),
                LimitsConfig.Share.NONE);
    }
}
