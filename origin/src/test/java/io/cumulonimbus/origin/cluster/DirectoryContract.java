package io.cumulonimbus.origin.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What three directories of one cluster do together. Names and ids are new in every test. */
public abstract class DirectoryContract {
    private static final Loops LOOPS = Loops.startDaemons("contract", 1);
    private static final Duration LONG = Duration.ofSeconds(60);
    protected static final Loop LOOP = LOOPS.loop(0);

    /** Three that have known each other for some time. */
    protected abstract List<Directory> nodes();

    /** One more, for a test that ends it. */
    protected abstract Directory oneMore();

    /** Ends one as if its process were killed. */
    protected abstract void kill(Directory node);

    private Directory a() {
        return nodes().get(0);
    }

    private Directory b() {
        return nodes().get(1);
    }

    private Directory c() {
        return nodes().get(2);
    }

    protected static byte[] id() {
        byte[] id = new byte[32];
        ThreadLocalRandom.current().nextBytes(id);
        return id;
    }

    protected static String name() {
        return "n" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    protected static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    protected static <T> Outcome<T> ask(Consumer<Consumer<Outcome<T>>> question) {
        CompletableFuture<Outcome<T>> answer = new CompletableFuture<>();
        question.accept(answer::complete);
        return answer.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static <T> Queue<T> queue() {
        return new ArrayBlockingQueue<>(1000);
    }

    protected static void until(Runnable check) {
        await().atMost(LONG).pollInterval(Duration.ofMillis(5)).untilAsserted(check::run);
    }

    protected static Optional<PeerPlace> locate(Directory at, byte[] peer) {
        return DirectoryContract.<PeerPlace>ask(back -> at.peers().locate(peer, LOOP, back))
                .value();
    }

    @Test
    void allNodesKnowEachOtherAndWhatEachHasTold() {
        Optional<HostPort> link = Optional.of(new HostPort("10.0.0.9", 1936));
        a().nodes().announce(Node.unknown(a().self()).at(link, Optional.empty()).draining(true));
        byte[] peer = id();
        a().peers().enter(peer, 1);
        for (Directory node : nodes()) {
            until(
                    () -> {
                        assertThat(node.nodes().all())
                                .extracting(Node::id)
                                .contains(a().self(), b().self(), c().self());
                        assertThat(node.nodes().find(a().self()))
                                .hasValueSatisfying(
                                        known -> {
                                            assertThat(known.link()).isEqualTo(link);
                                            assertThat(known.load()).isPositive();
                                            assertThat(known.draining()).isTrue();
                                        });
                    });
        }
        a().nodes().announce(Node.unknown(a().self()));
        a().peers().leave(peer, 1);
    }

    @Test
    void aPeerIsFoundFromEverywhereUntilItLeaves() {
        byte[] peer = id();
        a().peers().enter(peer, 77);
        for (Directory node : nodes()) {
            until(() -> assertThat(locate(node, peer)).contains(new PeerPlace(a().self(), 77)));
        }
        a().peers().leave(peer, 77);
        until(() -> assertThat(locate(b(), peer)).isEmpty());
        assertThat(locate(b(), id())).isEmpty();
    }

    @Test
    void aPeerThatMovedIsNotTakenAwayByWhereItWas() {
        byte[] peer = id();
        a().peers().enter(peer, 1);
        until(() -> assertThat(locate(c(), peer)).isPresent());
        b().peers().enter(peer, 2);
        until(() -> assertThat(locate(c(), peer)).contains(new PeerPlace(b().self(), 2)));
        a().peers().leave(peer, 1);
        byte[] later = id();
        a().peers().enter(later, 3);
        until(() -> assertThat(locate(c(), later)).isPresent());
        assertThat(locate(c(), peer)).contains(new PeerPlace(b().self(), 2));
    }

    @Test
    void membersOfAGroupAreToldToThoseWhoWatch() {
        byte[] group = id();
        byte[] early = id();
        byte[] late = id();
        a().groups().join(group, early);
        Queue<String> heard = queue();
        Registration watch = b().groups().watch(group, LOOP, recorded(heard));
        until(() -> assertThat(heard).containsExactly("+" + hex(early) + a().self()));
        c().groups().join(group, late);
        b().groups().join(group, id());
        until(() -> assertThat(heard).contains("+" + hex(late) + c().self()));
        a().groups().leave(group, early);
        until(() -> assertThat(heard).contains("-" + hex(early) + a().self()));
        assertThat(heard).hasSize(3);
        watch.cancel();
    }

    private static String hex(byte[] id) {
        return HexFormat.of().formatHex(id, 0, 4);
    }

    private static GroupMembers.Listener recorded(Queue<String> heard) {
        return new GroupMembers.Listener() {
            @Override
            public void joined(byte[] peer, NodeId at) {
                heard.add("+" + hex(peer) + at);
            }

            @Override
            public void left(byte[] peer, NodeId at) {
                heard.add("-" + hex(peer) + at);
            }
        };
    }

    private static Outcome<StreamClaim> claim(Directory at, String name, long publication) {
        return ask(back -> at.streams().claim(name, publication, LOOP, back, lost -> {}));
    }

    @Test
    void aStreamBelongsToTheFirstWhoClaimsIt() {
        String name = name();
        StreamClaim first = claim(a(), name, 1).value().orElseThrow();
        assertThat(first.owner()).isEqualTo(a().self());
        assertThat(claim(b(), name, 2).value()).contains(first);
        assertThat(claim(a(), name, 3).value()).contains(first);
        Outcome<StreamClaim> found = ask(back -> c().streams().find(name, LOOP, back));
        assertThat(found.value()).contains(first);
        b().streams().release(name, 2);
        a().streams().release(name, 3);
        a().streams().release(name, 1);
        until(
                () ->
                        assertThat(claim(b(), name, 4).value())
                                .map(StreamClaim::owner)
                                .contains(b().self()));
        b().streams().release(name, 4);
    }

    @Test
    void claimsAndReleasesAreToldToAll() {
        String early = name();
        String late = name();
        claim(a(), early, 1);
        Queue<String> heard = queue();
        Registration listening =
                b().streams()
                        .listen(
                                LOOP,
                                new Streams.Listener() {
                                    @Override
                                    public void claimed(StreamClaim claim) {
                                        heard.add("+" + claim.name());
                                    }

                                    @Override
                                    public void released(StreamClaim claim) {
                                        heard.add("-" + claim.name());
                                    }
                                });
        claim(c(), late, 2);
        until(() -> assertThat(heard).contains("+" + early, "+" + late));
        a().streams().release(early, 1);
        c().streams().release(late, 2);
        until(() -> assertThat(heard).contains("-" + early, "-" + late));
        listening.cancel();
    }

    @Test
    void ofManyWhoClaimAtOnceOneHasIt() {
        String name = name();
        List<CompletableFuture<StreamClaim>> answers =
                nodes().stream()
                        .map(
                                node -> {
                                    CompletableFuture<StreamClaim> answer =
                                            new CompletableFuture<>();
                                    node.streams()
                                            .claim(
                                                    name,
                                                    5 + nodes().indexOf(node),
                                                    LOOP,
                                                    o -> answer.complete(o.value().orElseThrow()),
                                                    lost -> {});
                                    return answer;
                                })
                        .toList();
        assertThat(answers.stream().map(a -> a.orTimeout(60, TimeUnit.SECONDS).join()).distinct())
                .hasSize(1);
        nodes().forEach(node -> node.streams().release(name, 5 + nodes().indexOf(node)));
    }

    @Test
    void aPublicationThatMovesTakesItsNameAlong() {
        String name = name();
        Queue<String> lost = queue();
        CompletableFuture<Outcome<StreamClaim>> first = new CompletableFuture<>();
        a().streams().claim(name, 7, LOOP, first::complete, winner -> lost.add("lost"));
        assertThat(first.orTimeout(60, TimeUnit.SECONDS).join().value()).isPresent();
        assertThat(claim(b(), name, 7).value()).map(StreamClaim::owner).contains(b().self());
        a().streams().release(name, 7);
        assertThat(claim(c(), name, 8).value()).map(StreamClaim::owner).contains(b().self());
        Outcome<StreamClaim> found = ask(back -> a().streams().find(name, LOOP, back));
        assertThat(found.value()).map(StreamClaim::owner).contains(b().self());
        assertThat(lost).isEmpty();
        b().streams().release(name, 7);
    }

    private static Outcome<Lease> acquire(Directory at, String realm, Holder holder) {
        return ask(back -> at.leases().acquire(realm, LOOP, back, holder));
    }

    /** Hears of its leases. */
    private static final class Holder implements Leases.HolderListener {
        private final Queue<Lease> confirmed = queue();
        private final Queue<Lease> lost = queue();

        @Override
        public void confirmed(Lease lease, long atNs) {
            confirmed.offer(lease);
        }

        @Override
        public void lost(Lease lease) {
            lost.offer(lease);
        }
    }

    @Test
    void aRealmHasOneHomeAndEachNextOneALaterEpoch() {
        String realm = name();
        Holder first = new Holder();
        Lease lease = acquire(a(), realm, first).value().orElseThrow();
        assertThat(lease).isEqualTo(new Lease(realm, 1, a().self()));
        assertThat(acquire(b(), realm, new Holder()).value()).contains(lease);
        until(() -> assertThat(first.confirmed).hasSizeGreaterThan(1));
        a().leases().release(lease);
        until(
                () ->
                        assertThat(acquire(b(), realm, new Holder()).value())
                                .contains(new Lease(realm, 2, b().self())));
        b().leases().release(new Lease(realm, 2, b().self()));
    }

    @Test
    void aHolderCanHandItsLeaseToAnotherNode() {
        String realm = name();
        Holder first = new Holder();
        Queue<Lease> seen = queue();
        Registration listening =
                b().leases()
                        .listen(
                                LOOP,
                                new Leases.Listener() {
                                    @Override
                                    public void changed(Lease lease) {
                                        seen.add(lease);
                                    }

                                    @Override
                                    public void ended(Lease lease) {}
                                });
        Lease lease = acquire(a(), realm, first).value().orElseThrow();
        Outcome<Lease> next = ask(back -> a().leases().transfer(lease, b().self(), LOOP, back));
        Lease expected = new Lease(realm, 2, b().self());
        assertThat(next.value()).contains(expected);
        until(() -> assertThat(first.lost).containsExactly(lease));
        until(() -> assertThat(seen).contains(expected));
        assertThat(acquire(b(), realm, new Holder()).value()).contains(expected);
        Outcome<Lease> again = ask(back -> a().leases().transfer(lease, c().self(), LOOP, back));
        assertThat(again.value()).isEmpty();
        assertThat(again.isFailed()).isFalse();
        b().leases().release(expected);
        listening.cancel();
    }

    @Test
    void messagesArriveInOrderAndQuestionsAreAnswered() {
        String kind = name();
        Queue<String> heard = queue();
        Registration receiving =
                b().post()
                        .receive(
                                kind,
                                LOOP,
                                (from, body, reply) -> {
                                    heard.add(from + new String(body, StandardCharsets.UTF_8));
                                    reply.accept(text("yes"));
                                });
        for (int i = 0; i < 50; i++) {
            assertThat(a().post().send(b().self(), kind, text("" + i))).isTrue();
        }
        until(() -> assertThat(heard).hasSize(50));
        assertThat(heard).first().isEqualTo(a().self() + "0");
        assertThat(heard).last().isEqualTo(a().self() + "49");
        Outcome<byte[]> answer =
                ask(back -> c().post().ask(b().self(), kind, text("?"), LOOP, back));
        assertThat(answer.value()).contains(text("yes"));
        Outcome<byte[]> own = ask(back -> b().post().ask(b().self(), kind, text("?"), LOOP, back));
        assertThat(own.value()).contains(text("yes"));
        receiving.cancel();
    }

    @Test
    void whatIsPublishedComesToAllWhoSubscribed() {
        String topic = name();
        Queue<String> heard = queue();
        nodes().forEach(
                        node ->
                                node.post()
                                        .subscribe(
                                                topic,
                                                LOOP,
                                                (from, body) ->
                                                        heard.add(node.self() + "" + from)));
        b().post().publish(topic, text("x"));
        until(
                () ->
                        assertThat(heard)
                                .containsExactlyInAnyOrderElementsOf(
                                        nodes().stream()
                                                .map(node -> node.self() + "" + b().self())
                                                .toList()));
    }

    @Test
    void mapsAreSharedAndSwapIsAtomic() {
        String map = name();
        Queue<String> heard = queue();
        Registration listening =
                c().maps()
                        .listen(
                                map,
                                LOOP,
                                (key, before, now) ->
                                        heard.add(key + before.isPresent() + now.isPresent()));
        Optional<byte[]> none = Optional.empty();
        assertThat(put(a(), map, "k", "1").value()).isEmpty();
        assertThat(put(b(), map, "k", "2").value()).contains(text("1"));
        Outcome<Boolean> wrong =
                ask(back -> c().maps().swap(map, "k", none, Optional.of(text("3")), LOOP, back));
        assertThat(wrong.value()).contains(false);
        Outcome<Boolean> right =
                ask(
                        back ->
                                c().maps()
                                        .swap(
                                                map,
                                                "k",
                                                Optional.of(text("2")),
                                                Optional.of(text("3")),
                                                LOOP,
                                                back));
        assertThat(right.value()).contains(true);
        Outcome<byte[]> there = ask(back -> a().maps().get(map, "k", LOOP, back));
        assertThat(there.value()).contains(text("3"));
        Outcome<Map<String, byte[]>> all = ask(back -> b().maps().entries(map, LOOP, back));
        assertThat(all.value().orElseThrow()).containsOnlyKeys("k");
        Outcome<byte[]> removed = ask(back -> b().maps().remove(map, "k", LOOP, back));
        assertThat(removed.value()).contains(text("3"));
        until(() -> assertThat(heard).last().isEqualTo("ktruefalse"));
        listening.cancel();
    }

    private static Outcome<byte[]> put(Directory at, String map, String key, String value) {
        return ask(back -> at.maps().put(map, key, text(value), LOOP, back));
    }

    private static Outcome<Long> lock(Directory at, String name, long leaseMs, long waitMs) {
        return ask(back -> at.maps().lock(name, leaseMs, waitMs, LOOP, back));
    }

    @Test
    void aLockIsHeldByOneUntilItIsGivenBackOrItsTimeIsUp() {
        String name = name();
        long first = lock(a(), name, 3_600_000, 0).value().orElseThrow();
        Outcome<Long> second = lock(b(), name, 1000, 0);
        assertThat(second.value()).isEmpty();
        assertThat(second.isFailed()).isFalse();
        Outcome<Boolean> back = ask(answer -> a().maps().unlock(name, first, LOOP, answer));
        assertThat(back.value()).contains(true);
        long third = lock(b(), name, 1, 0).value().orElseThrow();
        long fourth = lock(c(), name, 1000, 10_000).value().orElseThrow();
        assertThat(third).isGreaterThan(first);
        assertThat(fourth).isGreaterThan(third);
        Outcome<Boolean> late = ask(answer -> b().maps().unlock(name, third, LOOP, answer));
        assertThat(late.value()).contains(false);
    }

    @Test
    void whatANodeHadEnteredGoesWithIt() {
        Directory d = oneMore();
        byte[] peer = id();
        byte[] group = id();
        String stream = name();
        String realm = name();
        String lock = name();
        Queue<String> heard = queue();
        Queue<NodeId> gone = queue();
        until(() -> assertThat(a().nodes().find(d.self())).isPresent());
        a().groups().watch(group, LOOP, recorded(heard));
        a().nodes()
                .listen(
                        LOOP,
                        new Nodes.Listener() {
                            @Override
                            public void left(NodeId id) {
                                gone.add(id);
                            }
                        });
        d.peers().enter(peer, 1);
        d.groups().join(group, peer);
        claim(d, stream, 1);
        acquire(d, realm, new Holder());
        lock(d, lock, 3_600_000, 0);
        until(() -> assertThat(locate(a(), peer)).isPresent());
        until(() -> assertThat(heard).hasSize(1));

        kill(d);
        until(() -> assertThat(gone).containsExactly(d.self()));
        assertThat(locate(a(), peer)).isEmpty();
        // What d kept others have to take over first, which may take longer than an answer may.
        until(
                () ->
                        assertThat(claim(b(), stream, 2).value())
                                .map(StreamClaim::owner)
                                .contains(b().self()));
        until(
                () ->
                        assertThat(acquire(a(), realm, new Holder()).value())
                                .contains(new Lease(realm, 2, a().self())));
        assertThat(lock(a(), lock, 1000, 10_000).value()).isPresent();
        until(() -> assertThat(heard).last().isEqualTo("-" + hex(peer) + d.self()));
    }
}
