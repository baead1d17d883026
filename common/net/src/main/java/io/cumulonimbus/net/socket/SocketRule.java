package io.cumulonimbus.net.socket;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Predicate;

/**
 * Whom sockets may reach, and where they may listen.
 *
 * @param loopbackOnly whether nothing outside of this machine may be reached, or reach us
 * @param refused addresses that are never reached; any thread
 */
public record SocketRule(boolean loopbackOnly, Predicate<InetAddress> refused) {
    /** Every address. */
    public static final SocketRule ANYWHERE = new SocketRule(false, address -> false);

    /** This machine alone, by its loopback addresses. */
    public static final SocketRule LOOPBACK = new SocketRule(true, address -> false);

    /** Whether something may be sent to the address. */
    public boolean allows(InetAddress to) {
        return !to.isAnyLocalAddress()
                && (!loopbackOnly || to.isLoopbackAddress())
                && !refused.test(to);
    }

    /** Whether a socket may be bound to the address, one of our own. */
    public boolean allowsLocal(InetAddress own) {
        return !loopbackOnly || own.isLoopbackAddress();
    }

    /** Where to listen when nothing is said: everywhere that is allowed. */
    public InetAddress everywhere() {
        try {
            byte[] all = loopbackOnly ? new byte[] {127, 0, 0, 1} : new byte[4];
            return InetAddress.getByAddress(all);
        } catch (UnknownHostException never) {
            throw new AssertionError(never);
        }
    }
}
