package io.cumulonimbus.origin.cluster.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Lease;
import io.cumulonimbus.origin.cluster.Leases;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.PeerPlace;
import io.cumulonimbus.origin.cluster.StreamClaim;
import io.cumulonimbus.origin.cluster.Streams;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What nodes do when entries were lost, or those of two parts of a cluster were made one. */
class MergeTest {
    private static final byte[] PEER = new byte[32];

    private final ManualLoop loop = new ManualLoop();
    private final LocalCluster cluster = LocalCluster.shared();
    private final Directory a = cluster.join("a", loop);
    private final Directory b = cluster.join("b", loop);
    private final List<String> heard = new ArrayList<>();

    private void shake(Directory... nodes) {
        for (Directory node : nodes) {
            ((FabricDirectory) node).onShaken(true);
        }
        loop.run();
    }

    private Table table(TableName.Kind kind) {
        return cluster.table(TableName.of(kind));
    }

    private void lose(TableName.Kind kind) {
        table(kind).entries().toCompletableFuture().join().keySet().forEach(table(kind)::remove);
        loop.run();
    }

    private void claim(Directory at, long publication) {
        at.streams()
                .claim(
                        "film",
                        publication,
                        loop,
                        outcome -> heard.add(name(at) + " has " + outcome.value().isPresent()),
                        lost -> heard.add(name(at) + " lost to " + lost.owner().name()));
        loop.run();
    }

    private static String name(Directory at) {
        return at.self().name();
    }

    @Test
    void whatWasLostIsWrittenAgain() {
        a.peers().enter(PEER, 7);
        claim(a, 1);
        hold(a);
        lose(TableName.Kind.PEERS);
        lose(TableName.Kind.STREAMS);
        lose(TableName.Kind.LEASES);
        shake(a, b);

        List<PeerPlace> places = new ArrayList<>();
        b.peers().locate(PEER, loop, found -> found.value().ifPresent(places::add));
        List<StreamClaim> claims = new ArrayList<>();
        b.streams().find("film", loop, found -> found.value().ifPresent(claims::add));
        List<Lease> leases = new ArrayList<>();
        b.leases().find("realm", loop, found -> found.value().ifPresent(leases::add));
        loop.run();
        assertThat(places).containsExactly(new PeerPlace(a.self(), 7));
        assertThat(claims).extracting(StreamClaim::owner).containsExactly(a.self());
        assertThat(leases).containsExactly(new Lease("realm", 1, a.self()));
        assertThat(heard).containsExactly("a has true", "a holds 1");
    }

    private void hold(Directory at) {
        at.leases()
                .acquire(
                        "realm",
                        loop,
                        outcome -> heard.add(name(at) + " holds " + epoch(outcome.value())),
                        new Leases.HolderListener() {
                            @Override
                            public void confirmed(Lease lease, long atNs) {}

                            @Override
                            public void lost(Lease lease) {
                                heard.add(name(at) + " lost " + lease.epoch());
                            }
                        });
        loop.run();
    }

    private static long epoch(Optional<Lease> lease) {
        return lease.map(Lease::epoch).orElse(0L);
    }

    @Test
    void ofTwoClaimsTheOneThatWasThereFirstStaysWhicheverTheMergeLeft() {
        claim(a, 1);
        heard.clear();
        List<StreamClaim> first = new ArrayList<>();
        a.streams().find("film", loop, found -> found.value().ifPresent(first::add));
        loop.run();
        StreamClaim later = new StreamClaim("film", b.self(), 2, first.get(0).sinceMs() + 1000);
        table(TableName.Kind.STREAMS).set(Key.of("film"), StreamBoard.written(later));
        shake(a, b);
        assertThat(heard).isEmpty();
        List<StreamClaim> now = new ArrayList<>();
        b.streams().find("film", loop, found -> found.value().ifPresent(now::add));
        loop.run();
        assertThat(now).isEqualTo(first);

        StreamClaim earlier = new StreamClaim("film", b.self(), 3, first.get(0).sinceMs() - 1000);
        table(TableName.Kind.STREAMS).set(Key.of("film"), StreamBoard.written(earlier));
        shake(a, b);
        assertThat(heard).containsExactly("a lost to b");
        assertThat(a.streams().lost()).isOne();
        assertThat(b.streams().lost()).isZero();
    }

    @Test
    void claimsAndLeasesThatAreHeardOfBeforeTheirNodeAreFoundWhenItComes() {
        NodeId late = new NodeId("late", 3);
        StreamClaim claim = new StreamClaim("film", late, 7, 1);
        List<String> news = new ArrayList<>();
        a.streams()
                .listen(
                        loop,
                        new Streams.Listener() {
                            @Override
                            public void claimed(StreamClaim now) {
                                news.add(now.name());
                            }

                            @Override
                            public void released(StreamClaim was) {}
                        });
        a.leases()
                .listen(
                        loop,
                        new Leases.Listener() {
                            @Override
                            public void changed(Lease now) {
                                news.add(now.realm());
                            }

                            @Override
                            public void ended(Lease was) {}
                        });
        table(TableName.Kind.STREAMS).set(Key.of("film"), StreamBoard.written(claim));
        byte[] lease = ByteBuffer.allocate(16).putLong(1).putLong(late.incarnation()).array();
        table(TableName.Kind.LEASES).set(Key.of("realm"), lease);
        loop.run();
        assertThat(news).isEmpty();
        assertThat(cluster.join("late", loop).self()).isEqualTo(late);
        loop.run();
        assertThat(news).containsExactlyInAnyOrder("film", "realm");
    }

    @Test
    void ofTwoLeasesTheLaterEpochStaysAndTheOtherHolderIsTold() {
        hold(a);
        b.leases().release(new Lease("realm", 1, a.self()));
        hold(b);
        shake(a, b);
        loop.advance(TimeUnit.SECONDS.toNanos(2));
        assertThat(heard).containsExactlyInAnyOrder("a holds 1", "b holds 2", "a lost 1");
    }
}
