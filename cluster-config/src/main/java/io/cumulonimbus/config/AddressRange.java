package io.cumulonimbus.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** The IP addresses of one family that begin with the same bits: {@code 10.0.0.0/8}. */
public final class AddressRange {
    private final byte[] base;
    private final int bits;

    private AddressRange(byte[] base, int bits) {
        this.base = base;
        this.bits = bits;
    }

    /**
     * Reads {@code address} or {@code address/bits}; names are not looked up.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] base = literal(slash < 0 ? text : text.substring(0, slash));
        int most = base.length * Byte.SIZE;
        int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException(text);
        }
        return new AddressRange(base, bits);
    }

    private static byte[] literal(String text) {
        return LiteralAddress.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(text))
                .getAddress();
    }

    /** Whether the address is one of them. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != base.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        return Arrays.equals(bytes, 0, whole, base, 0, whole)
                && (rest == 0 || ((bytes[whole] ^ base[whole]) & 0xff) >> (Byte.SIZE - rest) == 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange r && bits == r.bits && Arrays.equals(base, r.base);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(base) + bits;
    }

    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(base).getHostAddress() + "/" + bits;
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
