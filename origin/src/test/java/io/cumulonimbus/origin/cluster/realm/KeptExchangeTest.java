package io.cumulonimbus.origin.cluster.realm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.fabric.LocalCluster;
import io.cumulonimbus.testkit.SeededTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What applications keep becomes the same everywhere, whatever order it is written in. */
class KeptExchangeTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final ManualLoop loop = new ManualLoop();
    private final LocalCluster cluster = LocalCluster.shared();

    /** A disk, which outlives a run of its node. */
    private static final class Disk {
        final Map<String, Map<String, String>> texts = new TreeMap<>();
        final Map<String, Map<String, String>> versions = new TreeMap<>();
    }

    /** A node with what it keeps in memory. */
    private final class Keeping implements KeptExchange.Keeper {
        final Disk disk;
        final Directory directory;
        final RealmShare share;
        final KeptExchange exchange;
        final Map<String, KeptTexts> open = new HashMap<>();
        final List<String> adopted = new ArrayList<>();
        long epoch;

        Keeping(String name, Disk disk) {
            this.disk = disk;
            directory = cluster.join(name, loop);
            share = new RealmShare(directory, "game", loop, new SharedQuota());
            exchange = new KeptExchange("data", share, loop, this);
        }

        @Override
        public Set<String> applications() {
            return Set.copyOf(disk.texts.keySet());
        }

        @Override
        public Optional<KeptTexts> texts(String application) {
            return Optional.of(
                    open.computeIfAbsent(
                            application,
                            a ->
                                    new KeptTexts(
                                            disk.texts.computeIfAbsent(a, x -> new TreeMap<>()),
                                            disk.versions.computeIfAbsent(a, x -> new TreeMap<>()),
                                            share.self().incarnation(),
                                            () -> epoch,
                                            () -> exchange.changed())));
        }

        @Override
        public void adopted(
                String application, String key, Optional<String> before, Optional<String> now) {
            adopted.add(application + " " + key + before.orElse("-") + now.orElse("-"));
        }

        KeptTexts app() {
            return texts("app").orElseThrow();
        }

        void stop() {
            exchange.close();
            share.close();
            directory.close();
        }
    }

    private void pass(long seconds) {
        loop.advance(seconds * SECOND_NS);
    }

    @Test
    void whatIsWrittenIsToldSoon() {
        Keeping one = new Keeping("one", new Disk());
        Keeping two = new Keeping("two", new Disk());
        one.app().put("k", "v");
        one.texts("other").orElseThrow().put("o", "w");
        loop.advance(KeptExchange.SOON_MS * 1_000_000);
        assertThat(two.app()).containsEntry("k", "v").hasSize(1);
        assertThat(two.adopted).containsExactlyInAnyOrder("app k-v", "other o-w");
        two.app().remove("k");
        pass(1);
        assertThat(one.app()).isEmpty();
        assertThat(one.adopted).containsExactly("app kv-");
    }

    @Test
    void whatWasWrittenMoreOftenStays() {
        Keeping one = new Keeping("one", new Disk());
        Keeping two = new Keeping("two", new Disk());
        one.app().put("k", "a");
        one.app().put("k", "b");
        two.app().put("k", "c");
        two.app().put("tie", "x");
        one.app().put("tie", "y");
        pass(1);
        assertThat(one.app()).containsEntry("k", "b").isEqualTo(two.app());
    }

    @Test
    void whatWasWrittenUnderALaterLeaseStaysHoweverOftenAnotherHolderWrote() {
        Keeping old = new Keeping("old", new Disk());
        Keeping present = new Keeping("present", new Disk());
        present.epoch = 2;
        old.epoch = 1;
        for (int i = 0; i < 100; i++) {
            old.app().put("k", "old" + i);
        }
        present.app().put("k", "present");
        pass(1);
        assertThat(old.app()).containsEntry("k", "present").isEqualTo(present.app());
        present.app().put("k", "again");
        pass(1);
        assertThat(old.app()).containsEntry("k", "again");
    }

    @Test
    void whoComesBackGetsWhatItMissedAndTellsWhatOthersMissed() {
        Disk first = new Disk();
        Keeping one = new Keeping("one", first);
        Keeping two = new Keeping("two", new Disk());
        one.app().put("kept", "1");
        one.app().put("gone", "1");
        pass(1);
        one.stop();
        first.texts.get("app").put("before the cluster", "1");
        two.app().put("kept", "2");
        two.app().remove("gone");
        two.texts("new").orElseThrow().put("n", "1");
        one = new Keeping("one", first);
        one.app().put("fresh", "1");
        pass(1);
        assertThat(one.app())
                .containsOnlyKeys("kept", "fresh", "before the cluster")
                .containsEntry("kept", "2")
                .isEqualTo(two.app());
        assertThat(one.texts("new").orElseThrow()).containsKey("n");
    }

    @Test
    void aFreshScriptDoesNotOverwriteWhatOthersHaveKept() {
        Keeping one = new Keeping("one", new Disk());
        for (int i = 0; i < 10; i++) {
            one.app().put("count", "" + i);
        }
        Keeping two = new Keeping("two", new Disk());
        two.app().put("count", "0");
        pass(1);
        assertThat(two.app()).containsEntry("count", "9").isEqualTo(one.app());
    }

    @Test
    void muchIsToldInPiecesAndWhatIsTooLongStays() {
        Keeping one = new Keeping("one", new Disk());
        for (int i = 0; i < 300; i++) {
            one.app().put("k" + i, "x".repeat(50_000));
        }
        one.app().put("long", "x".repeat(2_000_000));
        Keeping two = new Keeping("two", new Disk());
        pass(60);
        assertThat(two.app()).hasSize(300).doesNotContainKey("long");
        assertThat(one.app().differing(two.app().digests()).isEmpty()).isTrue();
    }

    @Test
    void messagesThatMakeNoSenseAreNothing() {
        assertThat(KeptMessage.read(new byte[0])).isEmpty();
        assertThat(KeptMessage.read(new byte[] {1, 0, 0, 0, 9})).isEmpty();
        assertThat(KeptMessage.read(new byte[] {1, -1, 0, 0, 9})).isEmpty();
        assertThat(KeptMessage.read(new byte[] {9, 0, 0, 0, 0})).isEmpty();
        assertThat(KeptMessage.read(new byte[] {2, 0, 0, 0, 0, 1})).isEmpty();
    }

    @SeededTest(seeds = 60)
    void nodesThatComeAndGoEndWithTheSame(RandomGenerator random) {
        List<Disk> disks = List.of(new Disk(), new Disk(), new Disk());
        Map<Integer, Keeping> alive = new TreeMap<>();
        for (int step = 0; step < 200; step++) {
            int which = random.nextInt(3);
            if (random.nextInt(20) == 0) {
                if (alive.containsKey(which)) {
                    Keeping node = alive.remove(which);
                    if (random.nextBoolean()) {
                        node.stop();
                    } else {
                        cluster.kill(node.share.self());
                        node.share.close();
                    }
                } else {
                    alive.put(which, new Keeping("n" + which, disks.get(which)));
                }
            } else if (alive.containsKey(which)) {
                String key = "k" + random.nextInt(10);
                if (random.nextInt(4) == 0) {
                    alive.get(which).app().remove(key);
                } else {
                    alive.get(which).app().put(key, "v" + random.nextInt(100));
                }
            }
            loop.advance(random.nextInt(300) * 1_000_000L);
        }
        for (int which = 0; which < 3; which++) {
            if (!alive.containsKey(which)) {
                alive.put(which, new Keeping("n" + which, disks.get(which)));
            }
        }
        pass(60);
        assertThat(alive.get(0).app()).isEqualTo(alive.get(1).app());
        assertThat(alive.get(0).app()).isEqualTo(alive.get(2).app());
    }
}
