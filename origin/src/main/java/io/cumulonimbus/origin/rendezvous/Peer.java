package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.PeerHello;
import io.cumulonimbus.config.PeersConfig.PrivateAddresses;
import io.cumulonimbus.origin.rendezvous.SightingsProxy.Party;
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

    /** At one of so many addresses of ours there is no session with a client. */
    private static final int WITNESSES = 2;

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
    private boolean secluded;
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

    /** It is to meet nobody, whatever its rule says. */
    void seclude() {
        secluded = true;
    }

    boolean isSecluded() {
        return secluded;
    }

    /** Whether its application may use the relay. */
    boolean isRelayed() {
        return relayed;
    }

    /** A positive number that no other client of the origin has. Any thread. */
    long number() {
        return number;
    }

    /** What became of the client's own wishes to meet others. */
    Meetings meetings() {
        return meetings;
    }

    /** What is known of the client's translator; that there is none, where it says our address. */
    // RFC 7425 §5.3.3
    NatMapping mapping() {
        boolean open = mapping == NatMapping.UNKNOWN && reported.contains(client.address());
        return open ? NatMapping.INDEPENDENT : mapping;
    }

    /** The client is seen at another address of ours than that of its session. Any thread. */
    void seen(InetSocketAddress at) {
        home.deliver(() -> mapping(NatMapping.of(client.address(), at)));
    }

    /** What was found out of the client's translator. */
    void mapping(NatMapping found) {
        mapping = found;
    }

    PeerReport report(long nowNs) {
        return new PeerReport(
                id.toString(), client.address(), reported, mapping(), meetings.reports(nowNs));
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
        } else if (secluded) {
            wish.finish(IntroductionOutcome.REFUSED, List.of());
        } else if (rule == IntroductionRule.EVERYBODY || !rule.applies()) {
            tell(wish, privacy, attempts, nowNs);
        } else {
            rule.ask(
                    wish.identity(),
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

    /**
     * The relay wants the client to answer there. It counts as much as any other hello.
     *
     * @param asker where the hello comes from
     */
    void invite(PeerHello hello, InetSocketAddress asker) {
        if (left) {
            return;
        }
        if (hellos.take(home.nowNs())) {
            client.introduce(hello);
        } else {
            home.count(IntroductionOutcome.TARGET_TOO_WANTED, asker, id, false);
        }
    }

    private void tell(Introduction wish, PrivateAddresses privacy, Attempts attempts, long nowNs) {
        InetSocketAddress here = client.address();
        List<Address> ours = PeerAddresses.seenBy(wish.asker(), here, reported, privacy);
        List<Address> askers = PeerAddresses.seenBy(here, wish.asker(), wish.reported(), privacy);
        boolean direct = PeerAddresses.haveFamilyInCommon(ours, askers);
        boolean relay = relayed && wish.relayed();
        if (!direct && !relay) {
            wish.finish(IntroductionOutcome.NO_ADDRESS, List.of());
            return;
        }
        List<Address> told = new ArrayList<>(direct ? ours : List.of());
        if (direct) {
            int attempt = attempts.next(id, wish.hello().tag(), nowNs);
            Address back = askers.get(place(attempt, wish.asker(), here) % askers.size());
            boolean observed = back.origin() == Origin.OBSERVED;
            PeerHello hello = new PeerHello(wish.hello().tag(), back.socket(), observed);
            if (!client.introduce(hello)) {
                wish.finish(IntroductionOutcome.TARGET_DEAF, List.of());
                return;
            }
            if (attempt > 0 && !relay) {
                told.addAll(watch(wish, attempt == 1, nowNs));
            }
        }
        tellMapping(wish);
        if (relay) {
            offerRelay(wish, List.copyOf(told));
        } else {
            wish.finish(IntroductionOutcome.DONE, told);
        }
    }

    /**
     * The two do not find each other as it seems: has both talk to another address of ours, which
     * tells what their translators do. Answers what the asker is told for that.
     */
    private List<Address> watch(Introduction wish, boolean first, long nowNs) {
        SightingsProxy sightings = home.sightings();
        List<InetSocketAddress> here = sightings.doorsFor(client.address());
        List<InetSocketAddress> there = sightings.doorsFor(wish.asker());
        if (wish.askingPeer().isEmpty() || here.size() < WITNESSES || there.size() < WITNESSES) {
            return List.of();
        }
        Peer asker = wish.askingPeer().get();
        byte[] tag = wish.hello().tag();
        Party one = new Party(wish.asker().getAddress(), asker::seen);
        Party other = new Party(client.address().getAddress(), at -> seenFor(asker, tag, at));
        sightings.watch(tag, id, one, other, nowNs);
        for (InetSocketAddress door : first ? here.subList(0, WITNESSES) : here.subList(0, 0)) {
            if (hellos.take(nowNs)) {
                client.introduce(new PeerHello(tag, door, true));
            }
        }
        return Introducer.relays(there.subList(0, WITNESSES));
    }

    private void seenFor(Peer asker, byte[] tag, InetSocketAddress at) {
        home.deliver(
                () -> {
                    mapping(NatMapping.of(client.address(), at));
                    NatMapping found = mapping;
                    asker.home.deliver(() -> asker.meetings.othersMapping(tag, found));
                });
    }

    /** What is known of the client's translator may be why the two do not meet. */
    private void tellMapping(Introduction wish) {
        NatMapping known = mapping();
        if (known != NatMapping.UNKNOWN) {
            byte[] tag = wish.hello().tag();
            wish.askingPeer()
                    .ifPresent(
                            asker ->
                                    asker.home.deliver(
                                            () -> asker.meetings.othersMapping(tag, known)));
        }
    }

    /** The relay's address goes behind the direct ones, and works later than they do. */
    private void offerRelay(Introduction wish, List<Address> direct) {
        byte[] tag = wish.hello().tag();
        RelayRequest request =
                new RelayRequest(
                        wish.relayParty(),
                        new RelayParty(number, id.bytes(), client.address()),
                        tag,
                        new Relayed(wish.askingPeer(), this, tag, wish.asker()));
        home.relay()
                .offer(
                        request,
                        door -> {
                            List<Address> all = new ArrayList<>(direct);
                            door.ifPresent(at -> all.add(new Address(at, Origin.RELAY)));
                            if (door.isEmpty()) {
                                wish.askingPeer().ifPresent(asker -> asker.relayRefused(tag));
                            }
                            wish.finish(
                                    all.isEmpty()
                                            ? IntroductionOutcome.NO_ADDRESS
                                            : IntroductionOutcome.DONE,
                                    all);
                        });
    }

    private void relayRefused(byte[] tag) {
        home.deliver(() -> meetings.relayRefused(tag));
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
