package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.config.PeersConfig;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import io.cumulonimbus.rtmfp.endpoint.ReceivedHello;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.relay.Relay;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The connected clients of one loop, as far as others may want to reach them. */
public final class LocalPeers implements Introduction.End {
    /** Introductions and group notices on their way to this loop. */
    private static final int CAPACITY = 16_384;

    private final Loop loop;
    private final BoundedHop hop;
    private final IdentityClaim.Place place;
    private final RendezvousProxy node;
    private final UnknownPeers elsewhere;
    private final PeersConfig config;
    private final Introducer introducer;
    private final Attempts attempts = new Attempts();
    private final Map<Client, Peer> peers = new HashMap<>();

    /**
     * @param loop whose clients these are
     * @param node where the clients of all loops are known
     */
    public LocalPeers(Loop loop, RendezvousProxy node, PeersConfig config) {
        this(loop, node, config, UnknownPeers.NONE);
    }

    /**
     * @param loop whose clients these are
     * @param node where the clients of all loops are known
     * @param elsewhere who may know of peers that are not here
     */
    public LocalPeers(Loop loop, RendezvousProxy node, PeersConfig config, UnknownPeers elsewhere) {
        this.elsewhere = elsewhere;
        this.loop = loop;
        this.hop = new BoundedHop(loop, CAPACITY);
        this.place =
                new IdentityClaim.Place(hop::insist, due -> new DeadlineTimer(loop, due), loop);
        this.node = node;
        this.config = config;
        this.introducer = new Introducer(this, config.introductions());
    }

    /** What answers the hellos that come to endpoints on this loop. */
    public HelloPolicy introductions() {
        return introducer;
    }

    /**
     * A client was accepted by its application: from now on others may find it.
     *
     * @param application the application's path
     */
    public Peer join(Client client, String application) {
        return join(client, application, GroupListener.NONE);
    }

    /**
     * As {@link #join(Client, String)}.
     *
     * @param groups hears of the groups that it joins
     */
    public Peer join(Client client, String application, GroupListener groups) {
        boolean relayed = config.relay().serves(application);
        Peer peer = new Peer(client, this, groups, node.nextNumber(), relayed, loop.nowNs());
        if (!config.serves(application)) {
            peer.seclude();
        }
        peers.put(client.itself(), peer);
        node.joined(peer);
        return peer;
    }

    /**
     * A claim of a client of this loop to its peer id, not made yet.
     *
     * @param outcome takes, on this loop, whether the client has the id, or never will
     */
    public IdentityClaim claim(Client client, Consumer<Boolean> outcome) {
        return new IdentityClaim(node.identities(), place, Claimant.of(client), outcome);
    }

    long nowNs() {
        return loop.nowNs();
    }

    void left(Peer peer) {
        peers.remove(peer.client().itself(), peer);
        node.left(peer);
        if (config.relay().activated()) {
            node.relay().forget(peer.number());
        }
    }

    /** What a client is to others; nothing for strangers, and before it was accepted. */
    Optional<Peer> peerOf(Optional<Client> client) {
        return client.map(Client::itself).map(peers::get);
    }

    /** Sets out to find who is wanted; answers false when there is too much to do. */
    boolean locate(Introduction wish) {
        return node.locate(wish);
    }

    /** Somebody wants a client of this loop. Any thread. */
    void introduce(Peer wanted, Introduction wish) {
        boolean taken =
                hop.offer(
                        () ->
                                wanted.introduce(
                                        wish, config.privateAddresses(), attempts, loop.nowNs()));
        if (!taken) {
            wish.finish(IntroductionOutcome.OVERLOAD, List.of());
        }
    }

    /** What became of a wish of a client of this loop. Any thread. */
    @Override
    public void finish(Introduction wish, IntroductionOutcome outcome, List<Address> addresses) {
        hop.offer(
                () -> {
                    ended(wish.askingPeer(), wish.wanted(), wish.hello(), outcome);
                    introducer.finish(wish, outcome, addresses, loop.nowNs());
                });
    }

    /** Asks who may know of a peer that is not here. */
    void askElsewhere(PeerId wanted, Consumer<List<InetSocketAddress>> answer) {
        elsewhere.ask(wanted.bytes(), loop, answer);
    }

    /** Writes down what became of a question of somebody at this loop. */
    void ended(
            Optional<Peer> asker, PeerId wanted, ReceivedHello hello, IntroductionOutcome outcome) {
        boolean news = asker.map(peer -> peer.meetings().ended(hello.tag(), outcome)).orElse(true);
        count(outcome, hello.from(), wanted, news);
    }

    /** It has become clear that somebody at this loop asks in vain. */
    void inVain(Optional<Peer> asker, PeerId wanted, ReceivedHello hello, IntroductionOutcome why) {
        boolean first =
                asker.map(peer -> peer.meetings().isToBeSaid(hello.tag(), why)).orElse(true);
        count(why, hello.from(), wanted, first);
    }

    /** Two met through the relay, one of whom is at this loop. */
    void relayed(Peer asker, PeerId wanted, byte[] tag) {
        boolean news = asker.meetings().ended(tag, IntroductionOutcome.RELAYED);
        count(IntroductionOutcome.RELAYED, asker.client().address(), wanted, news);
    }

    /** The same with somebody at another origin. */
    void relayedFrom(InetSocketAddress asker, PeerId wanted) {
        count(IntroductionOutcome.RELAYED, asker, wanted, true);
    }

    Relay relay() {
        return node.relay();
    }

    SightingsProxy sightings() {
        return node.sightings();
    }

    /** How a client of this loop stands to others. Any thread; never answered by a full loop. */
    void report(Peer peer, Consumer<PeerReport> answer) {
        hop.offer(() -> answer.accept(peer.report(loop.nowNs())));
    }

    void joinGroup(GroupId id, Membership member) {
        node.joinGroup(id, member);
    }

    void leaveGroup(GroupId id, Membership member) {
        node.leaveGroup(id, member);
    }

    /** Something for a client of this loop; dropped when too much is on its way. Any thread. */
    void deliver(Runnable notice) {
        hop.offer(notice);
    }

    void count(IntroductionOutcome outcome, InetSocketAddress asker, PeerId wanted, boolean news) {
        node.log().count(outcome, asker, wanted, news, loop.nowNs());
    }

    /** Connected clients of this loop. */
    int size() {
        return peers.size();
    }
}
