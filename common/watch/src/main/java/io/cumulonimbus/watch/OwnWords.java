package io.cumulonimbus.watch;

import io.cumulonimbus.rtmp.message.BuiltInCommands;

/**
 * What clients say to the server itself, and no script: nobody can call functions of these names.
 */
final class OwnWords {
    /** What only gateways say begins so. */
    private static final char OF_GATEWAYS = '@';

    private OwnWords() {}

    static boolean contain(String method) {
        return BuiltInCommands.contain(method)
                || !method.isEmpty() && method.charAt(0) == OF_GATEWAYS;
    }
}
