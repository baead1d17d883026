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
 */
public record DoorOptions(
        TcpLimits limits, Optional<ServerTls> tls, Predicate<InetAddress> proxies) {
    /** No encryption, the usual limits, and nobody is believed. */
    public static final DoorOptions PLAIN = plain(TcpLimits.DEFAULT);

    /** No encryption, and nobody is believed. */
    public static DoorOptions plain(TcpLimits limits) {
        return new DoorOptions(limits, Optional.empty(), address -> false);
    }

    /** Whether connections are encrypted. */
    public boolean secure() {
        return tls.isPresent();
    }
}
