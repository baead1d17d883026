package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.PeerHello;
import io.cumulonimbus.config.PeersConfig.PrivateAddresses;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Origin;
import io.cumulonimbus.rtmfp.relay.RelayParty;
import io.cumulonimbus.rtmfp.relay.RelayRequest;
import java.net.InetSocketAddress;
import java.util.ArrayList;
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
    private final Meetings meetings = new Meetings();
    private final long number;
    private final boolean relayed;
    private NatMapping mapping = NatMapping.UNKNOWN;
    private IntroductionRule rule = IntroductionRule.EVERYBODY;
    private boolean left;

    Peer(
            Client client,
            LocalPeers home,
            GroupListener listener,
            long number,
            boolean relayed,
            long nowNs) {
        this.listener = listener;
        this.client = client;
        this.home = home;
        this.id = new PeerId(client.identity().peerId());
        this.number = number;
        this.relayed = relayed;
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

    /** From now on this decides who is introduced to the client. */
    public void introducedIf(IntroductionRule newRule) {
        rule = newRule;
    }

    /** A number that no other client of the origin has. Any thread. */
    long number() {
        return number;
    }

    /** What became of the client's own wishes to meet others. */
    Meetings meetings() {
        return meetings;
    }

    NatMapping mapping() {
        return mapping;
    }

    /** What was found out of the client's translator. */
    void mapping(NatMapping found) {
        mapping = found;
    }

    PeerReport report(long nowNs) {
        return new PeerReport(
                id.toString(), client.address(), reported, mapping, meetings.reports(nowNs));
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
        } else if (!hellos.take(nowNs)) {
            wish.finish(IntroductionOutcome.TARGET_TOO_WANTED, List.of());
        } else if (rule == IntroductionRule.EVERYBODY) {
            tell(wish, privacy, attempts, nowNs);
        } else {
            rule.ask(
                    wish.askingPeer().map(peer -> peer.client.identity()),
                    client.identity(),
                    allowed ->
                            home.deliver(() -> decided(allowed, wish, privacy, attempts, nowNs)));
        }
    }

    private void decided(
            boolean allowed,
            Introduction wish,
            PrivateAddresses privacy,
            Attempts attempts,
            long nowNs) {
        if (left || !allowed) {
            wish.finish(
                    left ? IntroductionOutcome.UNKNOWN : IntroductionOutcome.REFUSED, List.of());
        } else {
            tell(wish, privacy, attempts, nowNs);
        }
    }

    private void tell(Introduction wish, PrivateAddresses privacy, Attempts attempts, long nowNs) {
        InetSocketAddress here = client.address();
        List<Address> ours = PeerAddresses.seenBy(wish.asker(), here, reported, privacy);
        List<Address> askers = PeerAddresses.seenBy(here, wish.asker(), wish.reported(), privacy);
        boolean direct = PeerAddresses.haveFamilyInCommon(ours, askers);
        Optional<Peer> relayedAsker = wish.askingPeer().filter(peer -> relayed && peer.relayed);
        if (!direct && relayedAsker.isEmpty()) {
            wish.finish(IntroductionOutcome.NO_ADDRESS, List.of());
            return;
        }
        if (direct) {
            int attempt = attempts.next(id, wish.hello().tag(), nowNs);
            Address back = askers.get(place(attempt, wish.asker(), here) % askers.size());
            boolean observed = back.origin() == Origin.OBSERVED;
            PeerHello hello = new PeerHello(wish.hello().tag(), back.socket(), observed);
            if (!client.introduce(hello)) {
                wish.finish(IntroductionOutcome.TARGET_DEAF, List.of());
                return;
            }
        }
        List<Address> told = direct ? ours : List.of();
        relayedAsker.ifPresentOrElse(
                asker -> offerRelay(wish, asker, told),
                () -> wish.finish(IntroductionOutcome.DONE, told));
    }

    /** The relay's address goes behind the direct ones, and works later than they do. */
    private void offerRelay(Introduction wish, Peer asker, List<Address> direct) {
        byte[] tag = wish.hello().tag();
        RelayRequest request =
                new RelayRequest(
                        new RelayParty(asker.number, asker.id.bytes(), wish.asker()),
                        new RelayParty(number, id.bytes(), client.address()),
                        tag,
                        new Relayed(asker, this, tag));
        home.relay()
                .offer(
                        request,
                        door -> {
                            List<Address> all = new ArrayList<>(direct);
                            door.ifPresent(at -> all.add(new Address(at, Origin.RELAY)));
                            if (door.isEmpty()) {
                                asker.home.deliver(() -> asker.meetings.relayRefused(tag));
                            }
                            wish.finish(
                                    all.isEmpty()
                                            ? IntroductionOutcome.NO_ADDRESS
                                            : IntroductionOutcome.DONE,
                                    all);
                        });
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
