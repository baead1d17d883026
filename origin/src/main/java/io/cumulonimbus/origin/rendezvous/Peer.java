package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.PeerHello;
import io.cumulonimbus.config.PeersConfig.PrivateAddresses;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Origin;
import java.net.InetSocketAddress;
import java.util.List;

/** A connected client, as other clients may know it. Owned by the client's loop. */
public final class Peer {
    /** How often a client is told of others, a second (architecture, Introductions). */
    static final int HELLOS_PER_SECOND = 20;

    private final Client client;
    private final LocalPeers home;
    private final PeerId id;
    private final RateLimit hellos;
    private List<InetSocketAddress> reported = List.of();
    private boolean left;

    Peer(Client client, LocalPeers home, long nowNs) {
        this.client = client;
        this.home = home;
        this.id = new PeerId(client.identity().peerId());
        this.hellos = new RateLimit(HELLOS_PER_SECOND, nowNs);
    }

    PeerId id() {
        return id;
    }

    LocalPeers home() {
        return home;
    }

    Client client() {
        return client;
    }

    List<InetSocketAddress> reported() {
        return reported;
    }

    /** Takes what the client says of its own addresses: any texts at all. */
    // RFC 7425 §5.3.3
    public void reported(List<String> addresses) {
        reported = PeerAddresses.reported(addresses);
    }

    /** Nobody finds the client any more; harmless when repeated. */
    public void leave() {
        if (!left) {
            left = true;
            home.left(this);
        }
    }

    /** Tells the client and the asker of each other, as far as that makes sense. */
    // RFC 7016 §3.5.1.6
    void introduce(Introduction wish, PrivateAddresses privacy, Attempts attempts, long nowNs) {
        if (left) {
            wish.finish(IntroductionOutcome.UNKNOWN, List.of());
            return;
        }
        if (!hellos.take(nowNs)) {
            wish.finish(IntroductionOutcome.TARGET_TOO_WANTED, List.of());
            return;
        }
        InetSocketAddress here = client.address();
        List<Address> ours = PeerAddresses.seenBy(wish.asker(), here, reported, privacy);
        List<Address> askers = PeerAddresses.seenBy(here, wish.asker(), wish.reported(), privacy);
        if (!PeerAddresses.haveFamilyInCommon(ours, askers)) {
            wish.finish(IntroductionOutcome.NO_ADDRESS, List.of());
            return;
        }
        int attempt = attempts.next(id, wish.hello().tag(), nowNs);
        Address back = askers.get(place(attempt, wish.asker(), here) % askers.size());
        boolean observed = back.origin() == Origin.OBSERVED;
        boolean told = client.introduce(new PeerHello(wish.hello().tag(), back.socket(), observed));
        wish.finish(
                told ? IntroductionOutcome.DONE : IntroductionOutcome.TARGET_DEAF,
                told ? ours : List.of());
    }

    /**
     * Which of the asker's addresses is due: where we see it first, its own one after the other
     * when it asks again; but behind the same translator, which seldom turns packets around, the
     * own ones first.
     */
    // As Cumulus: clients are used to it.
    private static int place(int attempt, InetSocketAddress asker, InetSocketAddress here) {
        return attempt + (asker.getAddress().equals(here.getAddress()) ? 1 : 0);
    }
}
