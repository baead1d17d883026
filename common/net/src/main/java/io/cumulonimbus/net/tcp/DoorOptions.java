package io.cumulonimbus.net.tcp;

import io.cumulonimbus.net.tls.ServerTls;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What doors have in common, whatever comes through them.
 *
 * @param limits how many connections there may be
 * @param tls what encrypts them, if anything; stays its owner's
 * @param proxies which addresses are believed what they say of the clients behind them
 * @param banned which addresses' connections are closed as soon as it is known whose they are
 */
public record DoorOptions(
        TcpLimits limits,
        Optional<ServerTls> tls,
        Predicate<InetAddress> proxies,
        Predicate<InetAddress> banned) {
    /** No encryption, the usual limits, and nobody is believed. */
    public static final DoorOptions PLAIN = plain(TcpLimits.DEFAULT);

    /** Nobody is banned. */
    public DoorOptions(TcpLimits limits, Optional<ServerTls> tls, Predicate<InetAddress> proxies) {
        this(limits, tls, proxies, address -> false);
    }

    /** No encryption, and nobody is believed. */
    public static DoorOptions plain(TcpLimits limits) {
        return new DoorOptions(limits, Optional.empty(), address -> false);
    }

    /** Whether connections are encrypted. */
    public boolean secure() {
        return tls.isPresent();
    }
}
