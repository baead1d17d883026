package io.cumulonimbus.rtmfp.endpoint;

import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;

/**
 * What initiators lately asked for, by their address: the keying that follows does not repeat it,
 * and the cookie has no room for it.
 *
 * <p>A table of fixed size, made with the endpoint: however many hellos come, nothing grows (RFC
 * 7016 §3.5.1.1.2). A hint that was pushed out by another is missing, no more: applications then
 * rely on what {@code connect} says.
 */
final class HelloHints {
    private static final int SLOTS = 4096;

    /** A longer URI is not remembered, in characters. */
    private static final int MAX_LENGTH = 1024;

    private final InetSocketAddress[] addresses = new InetSocketAddress[SLOTS];
    private final String[] uris = new String[SLOTS];
    private final int salt;

    HelloHints(RandomGenerator random) {
        salt = random.nextInt();
    }

    void put(InetSocketAddress address, String uri) {
        if (uri.length() <= MAX_LENGTH) {
            int slot = slot(address);
            addresses[slot] = address;
            uris[slot] = uri;
        }
    }

    /** What the address asked for last, or the empty text; forgotten afterwards. */
    String take(InetSocketAddress address) {
        int slot = slot(address);
        if (!address.equals(addresses[slot])) {
            return "";
        }
        String uri = uris[slot];
        addresses[slot] = null;
        uris[slot] = null;
        return uri;
    }

    private int slot(InetSocketAddress address) {
        int mixed = (address.hashCode() ^ salt) * 0x9e3779b9;
        return mixed >>> 20;
    }
}
