package io.cumulonimbus.origin.sharedobject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.config.MediaConfig;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Lease;
import io.cumulonimbus.origin.cluster.Leases;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.fabric.LocalCluster;
import io.cumulonimbus.origin.cluster.fabric.PartedCluster;
import io.cumulonimbus.origin.disk.DiskProxy;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import io.cumulonimbus.rtmp.message.SharedObjectMessage;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Persistent shared objects at several origins of a cluster, each with a disk of its own. */
class ShelfTest {
    private static final long MOST_BYTES = 1L << 30;

    @TempDir private Path folder;
    private final LocalCluster cluster = LocalCluster.shared();
    private final Loops books = Loops.start("books", 1);
    private final Deque<Runnable> ends = new ArrayDeque<>();

    @AfterEach
    void stop() {
        while (!ends.isEmpty()) {
            ends.pop().run();
        }
        books.close();
    }

    /** An origin's shared objects. */
    private final class Node {
        final Loops loops = Loops.start("objects", 3);
        final DiskProxy disk = new DiskProxy();
        final Directory directory;
        final SharedObjectsProxy objects;
        private boolean ended;

        Node(String name) {
            this(name, cluster.join(name, books.loop(0)), SharedObjectSettings.DEFAULT);
        }

        Node(String name, Directory directory) {
            this(name, directory, SharedObjectSettings.DEFAULT);
        }

        Node(String name, Directory directory, SharedObjectSettings settings) {
            this.directory = directory;
            MediaConfig config =
                    new MediaConfig(
                            new MediaConfig.Rules(folder.resolve(name), false, true, MOST_BYTES),
                            Map.of(),
                            0);
            objects =
                    new SharedObjectsProxy(
                            loops.loop(0),
                            Optional.of(config),
                            disk,
                            settings,
                            Shelf.of(config, directory, loops.loop(1)));
            ends.push(this::stop);
        }

        Client client() {
            return client("board");
        }

        Client client(String object) {
            return new Client(this, object);
        }

        NodeId id() {
            return directory.self();
        }

        /** As an origin ends in order. */
        void stop() {
            if (!ended) {
                ended = true;
                objects.settle().orTimeout(60, TimeUnit.SECONDS).join();
                directory.close();
                objects.end().orTimeout(60, TimeUnit.SECONDS).join();
                loops.close();
                disk.close();
            }
        }
    }

    /** A client, and what it knows. */
    private static final class Client {
        final Map<String, AmfValue> data = new TreeMap<>();
        final List<SharedObjectEvent> told = new CopyOnWriteArrayList<>();
        private final String object;
        private final boolean persistent;
        private final ClientObjects own;

        Client(Node node, String object) {
            this(node, object, true);
        }

        Client(Node node, String object, boolean persistent) {
            this.object = object;
            this.persistent = persistent;
            own =
                    new ClientObjects(
                            node.objects,
                            "live",
                            node.loops.loop(2),
                            ObjectEncoding.AMF0,
                            this::hear);
            say(new SharedObjectEvent.Use());
        }

        private void hear(Message message) {
            try {
                TcMessage tc = TcMessage.parse(message).orElseThrow();
                for (SharedObjectEvent event : SharedObjectMessage.decode(tc).events()) {
                    note(event);
                    told.add(event);
                }
            } catch (MalformedAmfException e) {
                throw new AssertionError(e);
            }
        }

        private synchronized void note(SharedObjectEvent event) {
            switch (event) {
                case SharedObjectEvent.Clear clear -> data.clear();
                case SharedObjectEvent.Change change -> data.put(change.property(), change.value());
                case SharedObjectEvent.Remove gone -> data.remove(gone.property());
                default -> {}
            }
        }

        synchronized Map<String, AmfValue> data() {
            return Map.copyOf(data);
        }

        void say(SharedObjectEvent event) {
            own.receive(
                    new SharedObjectMessage(object, 0, persistent, List.of(event)),
                    20,
                    () -> {},
                    () -> {});
        }

        Client set(String property, int value) {
            say(new SharedObjectEvent.RequestChange(property, AmfValue.of(value)));
            return this;
        }

        Client await(Map<String, Integer> wanted) {
            Map<String, AmfValue> values = new TreeMap<>();
            wanted.forEach((name, value) -> values.put(name, AmfValue.of(value)));
            ShelfTest.until(() -> isThere() && data().equals(values));
            return this;
        }

        List<SharedObjectEvent> calls() {
            return told.stream().filter(SharedObjectEvent.Send.class::isInstance).toList();
        }

        boolean isThere() {
            return told.contains(new SharedObjectEvent.UseSuccess());
        }

        /** Waits until the server has what it said. */
        Client done(String property) {
            ShelfTest.until(() -> told.contains(new SharedObjectEvent.Success(property)));
            return this;
        }
    }

    private static void until(BooleanSupplier condition) {
        await().pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(60))
                .until(condition::getAsBoolean);
    }

    @Test
    void whatIsSetAtOneOriginIsSeenAtAllAndOutlivesIt() {
        Node one = new Node("one");
        Node two = new Node("two");
        Node three = new Node("three");
        Client there = two.client().await(Map.of());
        one.client().set("x", 1).set("y", 2).done("y");
        there.await(Map.of("x", 1, "y", 2));
        cluster.kill(one.id());
        three.client().await(Map.of("x", 1, "y", 2)).set("x", 3).done("x");
        there.await(Map.of("x", 3, "y", 2));
        there.say(new SharedObjectEvent.RequestRemove("y"));
        until(() -> !there.data().containsKey("y"));
    }

    @Test
    void whoComesLaterGetsItAndWhoComesBackGetsWhatItMissed() {
        Node one = new Node("one");
        Node two = new Node("two");
        one.client().set("x", 1).set("gone", 1).done("gone");
        two.client().await(Map.of("x", 1, "gone", 1));
        one.stop();
        Client client = two.client().await(Map.of("x", 1, "gone", 1)).set("x", 2).done("x");
        client.say(new SharedObjectEvent.RequestRemove("gone"));
        client.set("new", 3).done("new");
        new Node("one").client().await(Map.of("x", 2, "new", 3));
        new Node("three").client().await(Map.of("x", 2, "new", 3));
    }

    @Test
    void whatTwoChangeAtOnceIsTheSameForBothInTheEnd() {
        Node first = new Node("one");
        Node second = new Node("two");
        Client one = first.client().await(Map.of());
        Client two = second.client().await(Map.of());
        for (int i = 0; i < 200; i++) {
            one.set("race", i).set("of one", i);
            two.set("race", 1000 + i).set("of two", i);
        }
        one.set("end of one", 1);
        two.set("end of two", 1);
        until(
                () ->
                        one.data().keySet().contains("end of two")
                                && two.data().keySet().contains("end of one"));
        List<Client> fresh = List.of(first.client(), second.client(), new Node("three").client());
        until(
                () ->
                        fresh.stream().allMatch(c -> c.data().size() == 5)
                                && fresh.stream().map(Client::data).distinct().count() == 1);
        assertThat(fresh.get(0).data())
                .containsEntry("of one", AmfValue.of(199))
                .containsEntry("of two", AmfValue.of(199));
    }

    @Test
    void clearedObjectsStayEmptyAlsoWhereTheyWereKept() {
        Node one = new Node("one");
        Node two = new Node("two");
        one.client().set("x", 1).done("x");
        two.client().await(Map.of("x", 1));
        one.stop();
        Client client = two.client().await(Map.of("x", 1));
        client.say(new SharedObjectEvent.Clear());
        client.set("after", 1).done("after");
        client.say(new SharedObjectEvent.RequestRemove("after"));
        two.stop();
        Node again = new Node("one");
        new Node("two");
        Client back = again.client();
        until(() -> back.isThere() && back.data().isEmpty());
    }

    @Test
    void filesOfTheTimeBeforeTheClusterAreTakenIn() throws Exception {
        Path file = folder.resolve("one/live/sharedobjects/board.so");
        Files.createDirectories(file.getParent());
        Files.write(file, new Kept(7, Map.of("old", AmfValue.of(1))).toBytes());
        Node one = new Node("one");
        one.client().await(Map.of("old", 1));
        new Node("two").client().await(Map.of("old", 1));
    }

    @Test
    void whoLeavesTheClusterStillHasThem() {
        Node one = new Node("one");
        new Node("two").client().set("x", 1).done("x");
        one.client().await(Map.of("x", 1));
        one.stop();
        Directory alone = LocalCluster.alone("one", 9, books.loop(0));
        new Node("one", alone, SharedObjectSettings.DEFAULT).client().await(Map.of("x", 1));
    }

    @Test
    void whatIsCalledIsHeardByClientsOfAllOriginsInOrder() {
        Node one = new Node("one");
        Node two = new Node("two");
        for (boolean persistent : new boolean[] {true, false}) {
            Client caller = new Client(one, "board", persistent);
            List<Client> others =
                    List.of(
                            new Client(one, "board", persistent),
                            new Client(two, "board", persistent));
            Client elsewhere = new Client(two, "another", persistent);
            Client apart = new Client(two, "board", !persistent);
            until(() -> others.stream().allMatch(Client::isThere));
            until(() -> caller.isThere() && elsewhere.isThere() && apart.isThere());
            List<SharedObjectEvent> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                calls.add(
                        new SharedObjectEvent.Send(
                                "say", List.of(AmfValue.of("word"), AmfValue.of(i))));
            }
            calls.forEach(caller::say);
            others.forEach(other -> until(() -> other.calls().equals(calls)));
            assertThat(caller.calls()).isEqualTo(calls);
            assertThat(elsewhere.calls()).isEmpty();
            assertThat(apart.calls()).isEmpty();
        }
    }

    @Test
    void whereTwoHalvesBothWroteTheLaterHomesValuesStay() {
        PartedCluster parts = new PartedCluster();
        Node one = new Node("one", parts.join("one", books.loop(0)));
        Node two = new Node("two", parts.join("two", books.loop(0)));
        hold(one, 1);
        Client at = one.client().set("x", 1).done("x");
        Client witness = one.client().await(Map.of("x", 1));
        Client there = two.client().await(Map.of("x", 1));
        parts.part(two.id());
        hold(two, 2);
        for (int i = 10; i < 20; i++) {
            at.set("x", i);
            at.set("mine", i);
            witness.await(Map.of("x", i, "mine", i));
            one.objects.settle().orTimeout(60, TimeUnit.SECONDS).join();
        }
        there.set("x", 2).done("x");
        two.objects.settle().orTimeout(60, TimeUnit.SECONDS).join();
        parts.heal();
        List<Client> fresh = List.of(one.client(), two.client());
        fresh.forEach(client -> client.await(Map.of("x", 2, "mine", 19)));
    }

    /** Makes an origin the home of the application. */
    private void hold(Node node, long epoch) {
        AtomicLong held = new AtomicLong();
        node.directory
                .leases()
                .acquire(
                        "live",
                        books.loop(0),
                        outcome -> outcome.value().ifPresent(lease -> held.set(lease.epoch())),
                        new Leases.HolderListener() {
                            @Override
                            public void confirmed(Lease lease, long atNs) {}

                            @Override
                            public void lost(Lease lease) {}
                        });
        until(() -> held.get() == epoch);
    }

    @Test
    void originsWithOneFolderShareTheObjectsToo() {
        Node one = new Node("same");
        one.client().set("x", 1).done("x");
        Node two = new Node("same");
        two.client().await(Map.of("x", 1)).set("x", 2).done("x");
        one.client().await(Map.of("x", 2));
    }

    @Test
    void moreObjectsThanMayBeKeptAreNot() {
        SharedObjectSettings few =
                new SharedObjectSettings(100, 2, 100, 10_000, 1_000, 256, 256, 512 << 10, 1_000);
        Directory directory = cluster.join("one", books.loop(0));
        Node one = new Node("one", directory, few);
        for (String object : List.of("a", "b", "c")) {
            one.client(object).set("x", 1).done("x");
        }
        Node two = new Node("two");
        two.client("a").await(Map.of("x", 1));
        two.client("b").await(Map.of("x", 1));
        Client third = two.client("c").await(Map.of());
        one.client("a").set("x", 2).done("x");
        two.client("a").await(Map.of("x", 2));
        assertThat(third.data()).isEmpty();
    }
}
