package io.cumulonimbus.rtmfp.endpoint;

import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;

/**
 * What initiators lately asked for, by their address: the keying that follows does not repeat it,
 * and the cookie has no room for it.
 *
 * <p>A table of fixed size, made with the first hello: however many come, it does not grow (RFC
 * 7016 §3.5.1.1.2). A hint that was pushed out by another is missing, no more: applications then
 * rely on what {@code connect} says.
 */
final class HelloHints {
    private static final int SLOTS = 4096;

    /** A longer URI is not remembered, in characters. */
    private static final int MAX_LENGTH = 1024;

    private record Hint(InetSocketAddress address, String uri) {}

    private final int salt;
    private Hint[] hints = {};

    HelloHints(RandomGenerator random) {
        salt = random.nextInt();
    }

    void put(InetSocketAddress address, String uri) {
        if (uri.length() <= MAX_LENGTH) {
            if (hints.length == 0) {
                hints = new Hint[SLOTS];
            }
            hints[slot(address)] = new Hint(address, uri);
        }
    }

    /** What the address asked for last, or the empty text; forgotten afterwards. */
    String take(InetSocketAddress address) {
        if (hints.length == 0) {
            return "";
        }
        int slot = slot(address);
        Hint hint = hints[slot];
        if (hint == null || !hint.address().equals(address)) {
            return "";
        }
        hints[slot] = null;
        return hint.uri();
    }

    private int slot(InetSocketAddress address) {
        int mixed = (address.hashCode() ^ salt) * 0x9e3779b9;
        return mixed >>> 20;
    }
}
