package io.cumulonimbus.rtmfp.packet;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** The codec of {@link Address}, on the wire (RFC 7016 §2.1.5) and as text; never asks a DNS. */
public final class Addresses {
    private static final int FLAG_IPV6 = 0x80;
    private static final int ORIGIN_MASK = 0x03;
    private static final Origin[] ORIGINS = Origin.values();

    private Addresses() {}

    /** Bytes that {@code address} takes on the wire: 7 or 19. */
    public static int length(Address address) {
        return address.socket().getAddress() instanceof Inet6Address ? 19 : 7;
    }

    /** Writes an address, which must be resolved. */
    // RFC 7016 §2.1.5
    public static void write(Address address, PacketWriter out) {
        InetAddress host = address.socket().getAddress();
        out.u8((host instanceof Inet6Address ? FLAG_IPV6 : 0) | address.origin().ordinal());
        out.bytes(host.getAddress());
        out.u16(address.socket().getPort());
    }

    /** Reads an address; reserved flags are ignored, every origin is taken. */
    public static Address read(PacketReader in) throws MalformedPacketException {
        int flags = in.u8();
        byte[] host = in.bytes((flags & FLAG_IPV6) != 0 ? 16 : 4);
        int port = in.u16();
        return new Address(
                new InetSocketAddress(ofBytes(host), port), ORIGINS[flags & ORIGIN_MASK]);
    }

    /**
     * Reads {@code 10.1.2.3:1935} or {@code [2001:db8::1]:1935}: a numeric address and a port from
     * 0 to 65535, both required; empty for anything else.
     */
    public static Optional<InetSocketAddress> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        int port = decimal(text, colon + 1, text.length(), 65535);
        boolean bracketed = text.charAt(0) == '[' && text.charAt(colon - 1) == ']';
        Optional<InetAddress> host =
                bracketed ? literal(text.substring(1, colon - 1)) : ipv4(text.substring(0, colon));
        return port < 0 ? Optional.empty() : host.map(h -> new InetSocketAddress(h, port));
    }

    /** The reverse of {@link #parse}: IPv6 in brackets, shortened as RFC 5952 asks. */
    public static String format(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        String text =
                host instanceof Inet6Address
                        ? "[" + compressed(host.getAddress()) + "]"
                        : host.getHostAddress();
        return text + ":" + address.getPort();
    }

    private static Optional<InetAddress> literal(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
                return Optional.empty();
            }
        }
        if (host.indexOf(':') < 0) {
            return ipv4(host);
        }
        try {
            // Brackets make the JDK refuse what is not numeric instead of asking a DNS.
            return Optional.of(InetAddress.getByName("[" + host + "]"));
        } catch (UnknownHostException notNumeric) {
            return Optional.empty();
        }
    }

    private static Optional<InetAddress> ipv4(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            int part = decimal(parts[i], 0, parts[i].length(), 255);
            if (part < 0) {
                return Optional.empty();
            }
            bytes[i] = (byte) part;
        }
        return Optional.of(ofBytes(bytes));
    }

    /** The number between two positions, or -1 when it is none of at most {@code max}. */
    private static int decimal(String text, int from, int to, int max) {
        if (from >= to || to - from > 5) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value <= max ? value : -1;
    }

    private static String compressed(byte[] host) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (host[2 * i] & 0xff) << 8 | host[2 * i + 1] & 0xff;
        }
        int from = -1;
        int longest = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && groups[i + run] == 0) {
                run++;
            }
            if (run > longest) {
                from = i;
                longest = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == from) {
                text.append("::");
                i += longest - 1;
            } else {
                boolean separate = text.length() > 0 && text.charAt(text.length() - 1) != ':';
                text.append(separate ? ":" : "").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static InetAddress ofBytes(byte[] host) {
        try {
            return InetAddress.getByAddress(host);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 and 16 bytes are addresses", impossible);
        }
    }
}
