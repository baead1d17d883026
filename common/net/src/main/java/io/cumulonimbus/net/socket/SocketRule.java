package io.cumulonimbus.net.socket;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whom sockets may reach, and where they may listen.
 *
 * @param loopbackOnly whether nothing outside of this machine may be reached, or reach us
 * @param refused addresses that are never reached; any thread
 */
public record SocketRule(boolean loopbackOnly, Predicate<InetAddress> refused) {
    private static final int IPV6 = 16;

    /** Every address. */
    public static final SocketRule ANYWHERE = new SocketRule(false, address -> false);

    /** This machine alone, by its loopback addresses. */
    public static final SocketRule LOOPBACK = new SocketRule(true, address -> false);

    /** Whether something may be sent to the address. */
    public boolean allows(InetAddress to) {
        return !to.isAnyLocalAddress()
                && (!loopbackOnly || to.isLoopbackAddress())
                && !refused.test(to)
                && embedded(to).map(this::allows).orElse(true);
    }

    /** The IPv4 address to which translators bring what is sent to an IPv6 address. */
    // RFC 6052 §2.1, RFC 3056 §2, RFC 4291 §2.5.5.1
    private static Optional<InetAddress> embedded(InetAddress to) {
        byte[] bytes = to.getAddress();
        if (bytes.length != IPV6) {
            return Optional.empty();
        }
        if (starts(bytes, 0x20, 0x02)) {
            return Optional.of(ipv4(bytes, 2));
        }
        boolean isTranslated = starts(bytes, 0, 0x64, 0xff, 0x9b) && zero(bytes, 4, 12);
        boolean isCompatible = zero(bytes, 0, 12) && !to.isLoopbackAddress();
        return isTranslated || isCompatible ? Optional.of(ipv4(bytes, 12)) : Optional.empty();
    }

    private static boolean starts(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean zero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress ipv4(byte[] bytes, int from) {
        return address(Arrays.copyOfRange(bytes, from, from + 4));
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException never) {
            throw new AssertionError(never);
        }
    }

    /** Whether a socket may be bound to the address, one of our own. */
    public boolean allowsLocal(InetAddress own) {
        return !loopbackOnly || own.isLoopbackAddress();
    }

    /** Where to listen when nothing is said: everywhere that is allowed. */
    public InetAddress everywhere() {
        return address(loopbackOnly ? new byte[] {127, 0, 0, 1} : new byte[4]);
    }
}
