package io.cumulonimbus.rtmfp.endpoint;

import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;

/**
 * What initiators lately asked for, by their address: the keying that follows does not repeat it,
 * and the cookie has no room for it.
 *
 * <p>A table of fixed size, made with the first hello: however many come, it does not grow (RFC
 * 7016 §3.5.1.1.2). Addresses share rows of some places, the oldest of a row goes first: hundreds
 * who come at once do not push each other out. A hint that was pushed out is missing, no more:
 * applications then rely on what {@code connect} says.
 */
final class HelloHints {
    private static final int ROW_BITS = 9;
    private static final int PLACES = 8;

    /** A longer URI is not remembered, in characters. */
    private static final int MAX_LENGTH = 1024;

    private record Hint(InetSocketAddress address, String uri) {}

    private final int salt;

    /** Row after row, the newest of each first. */
    private Hint[] hints = {};

    HelloHints(RandomGenerator random) {
        salt = random.nextInt();
    }

    void put(InetSocketAddress address, String uri) {
        if (uri.length() <= MAX_LENGTH) {
            if (hints.length == 0) {
                hints = new Hint[PLACES << ROW_BITS];
            }
            int row = row(address);
            int place = find(row, address);
            int gone = place < 0 ? PLACES - 1 : place;
            System.arraycopy(hints, row, hints, row + 1, gone);
            hints[row] = new Hint(address, uri);
        }
    }

    /** What the address asked for last, or the empty text; forgotten afterwards. */
    String take(InetSocketAddress address) {
        if (hints.length == 0) {
            return "";
        }
        int row = row(address);
        int place = find(row, address);
        if (place < 0) {
            return "";
        }
        String uri = hints[row + place].uri();
        System.arraycopy(hints, row + place + 1, hints, row + place, PLACES - 1 - place);
        hints[row + PLACES - 1] = null;
        return uri;
    }

    /** The place of an address in its row, or -1. */
    private int find(int row, InetSocketAddress address) {
        for (int place = 0; place < PLACES; place++) {
            Hint hint = hints[row + place];
            if (hint == null) {
                return -1;
            }
            if (hint.address().equals(address)) {
                return place;
            }
        }
        return -1;
    }

    private int row(InetSocketAddress address) {
        int mixed = (address.hashCode() ^ salt) * 0x9e3779b9;
        return (mixed >>> (32 - ROW_BITS)) * PLACES;
    }
}
