package io.cumulonimbus.watch;

import io.cumulonimbus.rtmp.message.Command;
import java.util.Set;

/**
 * What clients say to the server itself, and no script: nobody can call functions of these names.
 */
final class OwnWords {
    /** What only gateways say begins so. */
    private static final char OF_GATEWAYS = '@';

    private static final Set<String> ALL =
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

    private OwnWords() {}

    static boolean contain(String method) {
        return ALL.contains(method) || !method.isEmpty() && method.charAt(0) == OF_GATEWAYS;
    }
}
