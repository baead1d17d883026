package io.cumulonimbus.origin.link;

import io.cumulonimbus.net.gateway.SparseLog;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import io.cumulonimbus.rtmfp.endpoint.ReceivedHello;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Origin;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends clients to edges, and serves those itself that come back from there too often. Owned by one
 * loop.
 *
 * <p>As Cumulus: the first so many hellos of a tag are answered with our own address and up to six
 * edges; the next one is served here. Without an edge that takes clients, all are.
 */
final class EdgeRedirection implements HelloPolicy {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeRedirection.class);
    private static final SparseLog COMPLAINTS = new SparseLog(LOG);

    private final EdgeRoster.View roster;
    private final int attemptsBeforeFallback;
    private final OwnAddress ownAddress;
    private final HelloPolicy next;
    private final HelloAttempts attempts = new HelloAttempts();

    /**
     * @param attemptsBeforeFallback hellos of a client that are sent to edges; 0 is all of them
     * @param next answers those that are not sent away
     */
    EdgeRedirection(
            EdgeRoster roster,
            int attemptsBeforeFallback,
            OwnAddress ownAddress,
            HelloPolicy next) {
        this.roster = roster.view();
        this.attemptsBeforeFallback = attemptsBeforeFallback;
        this.ownAddress = ownAddress;
        this.next = next;
    }

    // RFC 7016 §3.5.1.7
    @Override
    public Answer answer(ReceivedHello hello, long nowNs) {
        boolean meansServer = hello.selected() && hello.wanted().fingerprint().isEmpty();
        if (!meansServer || roster.isEmpty(nowNs)) {
            return next.answer(hello, nowNs);
        }
        if (attemptsBeforeFallback == 0) {
            return new RedirectTo(addresses(List.of(), roster.choose(true, nowNs)));
        }
        int before = attempts.next(hello.tag(), hello.from().getAddress(), nowNs);
        if (before == HelloAttempts.UNCOUNTED || before >= attemptsBeforeFallback) {
            COMPLAINTS.warn(
                    before == HelloAttempts.UNCOUNTED
                            ? "Too many newcomers to send them all to edges; serving some here"
                            : "Edges seem busy or unreachable for "
                                    + hello.from()
                                    + "; serving it here");
            return next.answer(hello, nowNs);
        }
        List<InetSocketAddress> own =
                ownAddress.towards(hello.from()).map(List::of).orElse(List.of());
        return new RedirectTo(addresses(own, roster.choose(before == 0, nowNs)));
    }

    @Override
    public void onStrayAnswer(byte[] tag, InetSocketAddress from, long nowNs) {
        next.onStrayAnswer(tag, from, nowNs);
    }

    /** All with the origin that Cumulus gives them: clients of that time know 0 as "deleted". */
    private static List<Address> addresses(
            List<InetSocketAddress> own, List<InetSocketAddress> edges) {
        List<Address> all = new ArrayList<>();
        own.forEach(address -> all.add(new Address(address, Origin.REPORTED)));
        edges.forEach(address -> all.add(new Address(address, Origin.REPORTED)));
        return all;
    }
}
