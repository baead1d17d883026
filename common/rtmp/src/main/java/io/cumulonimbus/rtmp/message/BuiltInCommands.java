package io.cumulonimbus.rtmp.message;

import java.util.Set;

/**
 * What clients say to the server itself, which answers at once and as often as it is asked: no
 * script hears of it, and nobody can call functions of these names.
 */
public final class BuiltInCommands {
    private static final Set<String> NAMES =
            Set.of(
                    "connect",
                    "createStream",
                    "deleteStream",
                    "setPeerInfo",
                    "initStream",
                    "getStreamLength",
                    "releaseStream",
                    "FCPublish",
                    "FCUnpublish",
                    "FCSubscribe",
                    "FCUnsubscribe",
                    "_checkbw",
                    "checkBandwidth",
                    "onBWDone",
                    Command.RESULT,
                    Command.ERROR);

    private BuiltInCommands() {}

    /** Whether a command of that name is one of them. */
    public static boolean contain(String name) {
        return NAMES.contains(name);
    }
}
