package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.PeerHello;
import io.cumulonimbus.config.PeersConfig.PrivateAddresses;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Origin;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A connected client, as other clients may know it. Owned by the client's loop. */
public final class Peer {
    /** How often a client is told of others, a second (architecture, Introductions). */
    static final int HELLOS_PER_SECOND = 20;

    /** NetGroups of one client at a time. */
    static final int MOST_GROUPS = 64;

    private final Client client;
    private final LocalPeers home;
    private final PeerId id;
    private final RateLimit hellos;
    private final GroupListener listener;
    private List<InetSocketAddress> reported = List.of();
    private final Set<GroupFlow> groups = new HashSet<>(0);
    private boolean left;

    Peer(Client client, LocalPeers home, GroupListener listener, long nowNs) {
        this.listener = listener;
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

    GroupListener listener() {
        return listener;
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

    /** Whether a flow with this metadata is for NetGroup. */
    public static boolean meansGroup(byte[] metadata) {
        return GroupFlow.isMeantBy(metadata);
    }

    /**
     * A flow on which the client may join a group; empty when it has too many.
     *
     * @param ended called once when the flow has ended
     */
    public Optional<FlowHandler> groupFlow(IncomingFlow flow, Runnable ended) {
        if (left || groups.size() >= MOST_GROUPS) {
            return Optional.empty();
        }
        GroupFlow group = new GroupFlow(this, flow, ended);
        groups.add(group);
        return Optional.of(group);
    }

    void ended(GroupFlow group) {
        groups.remove(group);
    }

    /** Nobody finds the client any more, and it leaves its groups; harmless when repeated. */
    public void leave() {
        if (!left) {
            left = true;
            groups.forEach(GroupFlow::leave);
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
