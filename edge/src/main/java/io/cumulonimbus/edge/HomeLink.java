package io.cumulonimbus.edge;

import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.session.Displaced;
import io.cumulonimbus.link.session.LinkListener;
import io.cumulonimbus.link.session.LinkSession;
import io.cumulonimbus.net.link.LinkClient;
import java.util.Optional;
import java.util.function.Function;

/**
 * The way of one loop's clients to one origin that is the home of what they want, besides the link
 * that the loop has anyway. Owned by the loop.
 */
final class HomeLink implements LinkListener {
    private final HostPort address;
    private final HomeLinks all;
    private final LinkClient client;
    private Optional<Long> downSinceNs = Optional.empty();
    private long usedNs;

    /**
     * @param dial answers the client that this listens to, which does not dial yet
     */
    HomeLink(HostPort address, HomeLinks all, long nowNs, Function<LinkListener, LinkClient> dial) {
        this.address = address;
        this.all = all;
        this.usedNs = nowNs;
        this.client = dial.apply(this);
        downSinceNs = Optional.of(nowNs);
        client.dialNow();
    }

    HostPort address() {
        return address;
    }

    LinkClient client() {
        return client;
    }

    Optional<LinkSession> session() {
        return client.session();
    }

    /** Since when there is no connection, if there is none. */
    Optional<Long> downSinceNs() {
        return downSinceNs;
    }

    /** How long it has carried nobody. */
    long unusedNs(long nowNs) {
        if (session().filter(link -> link.carried() > 0).isPresent()) {
            usedNs = nowNs;
        }
        return nowNs - usedNs;
    }

    /** Somebody wants to go there. */
    void wanted(long nowNs) {
        usedNs = nowNs;
    }

    private void up() {
        downSinceNs = Optional.empty();
        session().ifPresent(all::up);
    }

    private void down() {
        downSinceNs = downSinceNs.or(() -> Optional.of(all.nowNs()));
    }

    @Override
    public void onEstablished(String farNodeId) {
        up();
    }

    @Override
    public void onSuspended(LinkLoss reason) {
        down();
        all.look();
    }

    @Override
    public void onResumed() {
        up();
    }

    @Override
    public void onMoved() {
        up();
    }

    @Override
    public void onExpected(String home) {
        all.expect(home, Optional.of(this));
    }

    @Override
    public void onElsewhere(Displaced session) {
        all.displaced(session);
    }

    @Override
    public void onLost(LinkLoss reason) {
        down();
    }
}
