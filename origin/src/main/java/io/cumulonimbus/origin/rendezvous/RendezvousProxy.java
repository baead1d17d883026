package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.rtmfp.relay.Relay;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/**
 * The way from client loops to the hub, where it is known which client is on which loop: bounded
 * and counted. One for the whole origin.
 */
public final class RendezvousProxy {
    private static final int CAPACITY = 16_384;

    private final BoundedHop hop;
    private final PeerRegister register = new PeerRegister();
    private final GroupRegister groups;
    private final IdentityProxy identities = new IdentityProxy();
    private final IntroductionLog log = new IntroductionLog();
    private final DistantPeers distant;
    private final Optional<DistantIdentities> distantIdentities;
    private final Relay relay;
    private final SightingsProxy sightings;
    private final AtomicLong numbers = new AtomicLong();

    /**
     * Makes {@code hub} the loop where clients are known.
     *
     * @param random draws members of groups that others are told of
     */
    public RendezvousProxy(Loop hub, RandomGenerator random) {
        this(hub, random, Relay.NONE, new SightingsProxy());
    }

    /**
     * The same with a relay for those who find no direct way to each other.
     *
     * @param sightings clients that look for themselves, here and at the relay
     */
    public RendezvousProxy(
            Loop hub, RandomGenerator random, Relay relay, SightingsProxy sightings) {
        this(hub, random, relay, sightings, Optional.empty());
    }

    /**
     * The same with the clients of other origins.
     *
     * @param directory knows where they are
     */
    public RendezvousProxy(
            Loop hub,
            RandomGenerator random,
            Relay relay,
            SightingsProxy sightings,
            Optional<Directory> directory) {
        this.relay = relay;
        this.sightings = sightings;
        this.hop = new BoundedHop(hub, CAPACITY);
        Optional<Directory> shared = directory.filter(Directory::isShared);
        this.distant = new DistantPeers(shared, hub, register);
        this.distantIdentities = shared.map(all -> new DistantIdentities(all, identities, hub));
        distantIdentities.ifPresent(
                others -> IdentityReview.begin(shared.orElseThrow(), hub, register, others));
        this.groups = new GroupRegister(random, hub, shared);
    }

    /** How many wishes to be introduced came to which end. Any thread. */
    public Map<IntroductionOutcome, Long> introductions() {
        return log.counts();
    }

    /** The latest wishes to be introduced, up to 100, the last one first. Any thread. */
    public List<RecentIntroduction> latestIntroductions() {
        return log.latest();
    }

    /** What became of peer ids that more than one connection wanted. Any thread. */
    public IdentityStatistics identityStatistics() {
        return identities.statistics();
    }

    IdentityProxy identities() {
        return identities;
    }

    /**
     * How a client stands to others, at this moment; nothing when it is not here. Any thread; not
     * answered when there is too much to do.
     *
     * @param peerId 32 bytes
     */
    public void report(byte[] peerId, Consumer<Optional<PeerReport>> answer) {
        hop.offer(
                () ->
                        register.find(new PeerId(peerId))
                                .ifPresentOrElse(
                                        peer ->
                                                peer.home()
                                                        .report(
                                                                peer,
                                                                made ->
                                                                        answer.accept(
                                                                                Optional.of(made))),
                                        () -> answer.accept(Optional.empty())));
    }

    Relay relay() {
        return relay;
    }

    SightingsProxy sightings() {
        return sightings;
    }

    /** A number that no other client of this origin has. */
    long nextNumber() {
        return numbers.incrementAndGet();
    }

    /** Once for each client. */
    void joined(Peer peer) {
        hop.insist(
                () -> {
                    register.add(peer);
                    distant.joined(peer);
                    distantIdentities.ifPresent(others -> others.joined(peer));
                });
    }

    /** Once for each that joined. */
    void left(Peer peer) {
        hop.insist(
                () -> {
                    register.remove(peer);
                    distant.left(peer);
                });
    }

    /**
     * Looks for who is wanted; answers false, and nothing follows, when there is too much to do.
     */
    boolean locate(Introduction wish) {
        return hop.offer(
                () ->
                        register.find(wish.wanted())
                                .ifPresentOrElse(
                                        peer -> peer.home().introduce(peer, wish),
                                        () -> distant.locate(wish)));
    }

    /** Once for each membership. */
    void joinGroup(GroupId id, Membership member) {
        hop.insist(() -> groups.join(id, member));
    }

    /** Once for each that joined. */
    void leaveGroup(GroupId id, Membership member) {
        hop.insist(() -> groups.leave(id, member));
    }

    /**
     * Makes a peer that is elsewhere a member of a group: others are told of it, it is told of
     * nobody. The answer ends that. Any thread.
     *
     * @param group 32 bytes
     * @param peer 32 bytes
     */
    public Runnable joinVirtually(byte[] group, byte[] peer) {
        GroupId id = new GroupId(group);
        Membership member = new Membership(new PeerId(peer), others -> {});
        joinGroup(id, member);
        return () -> leaveGroup(id, member);
    }

    /** Tells, on the hub, how many NetGroups there are. */
    public void countGroups(IntConsumer answer) {
        hop.insist(() -> answer.accept(groups.size()));
    }

    /**
     * Members of each NetGroup, in the order of their ids. Any thread; fails when there is too much
     * to do.
     *
     * @param after only groups behind this id, in hexadecimal digits
     * @param most as many at most
     */
    public CompletableFuture<Map<String, Integer>> groups(String after, int most) {
        CompletableFuture<Map<String, Integer>> answer = new CompletableFuture<>();
        if (!hop.offer(() -> answer.complete(groups.after(after, most)))) {
            answer.completeExceptionally(new IllegalStateException("too much to do"));
        }
        return answer;
    }

    IntroductionLog log() {
        return log;
    }
}
