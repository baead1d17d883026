package io.cumulonimbus.origin.cluster.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.origin.cluster.Lease;
import io.cumulonimbus.origin.cluster.Leases;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.StreamClaim;
import io.cumulonimbus.origin.cluster.Streams;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What a node that has just started learns of what was there before it, however slowly. */
class ReadingTest {
    private static final NodeId SELF = new NodeId("self", 1);
    private static final NodeId OTHER = new NodeId("other", 2);
    private static final NodeId THIRD = new NodeId("third", 3);

    private final ManualLoop loop = new ManualLoop();
    private final SlowFabric fabric = new SlowFabric();
    private final List<String> news = new ArrayList<>();
    private FabricDirectory directory;

    /** A fabric that tells of others, and answers what is in its tables, when a test says so. */
    private static final class SlowFabric implements Fabric {
        private final Map<TableName, SlowTable> tables = new HashMap<>();
        private Observer observer;

        @Override
        public NodeId self() {
            return SELF;
        }

        @Override
        public boolean isShared() {
            return true;
        }

        @Override
        public List<NodeId> alive() {
            return List.of(SELF);
        }

        @Override
        public void start(Observer first) {
            observer = first;
            first.onJoined(SELF);
        }

        @Override
        public SlowTable table(TableName name) {
            return tables.computeIfAbsent(name, n -> new SlowTable());
        }

        @Override
        public boolean send(NodeId to, byte[] frame) {
            return true;
        }

        @Override
        public boolean broadcast(byte[] frame) {
            return true;
        }

        @Override
        public long timeMs() {
            return 1;
        }

        @Override
        public void close() {}
    }

    /** Reads all at once when it is asked, and answers that later. */
    private static final class SlowTable implements Table {
        private final LocalTable table = new LocalTable();
        private final Queue<Runnable> answers = new ArrayDeque<>();
        private int failures;

        @Override
        public CompletionStage<Map<Key, byte[]>> entries() {
            CompletableFuture<Map<Key, byte[]>> answer = new CompletableFuture<>();
            boolean fails = failures-- > 0;
            table.entries()
                    .thenAccept(
                            all ->
                                    answers.add(
                                            () -> {
                                                if (fails) {
                                                    answer.completeExceptionally(
                                                            new FabricException("too slow"));
                                                } else {
                                                    answer.complete(all);
                                                }
                                            }));
            return answer;
        }

        @Override
        public CompletionStage<Optional<byte[]>> get(Key key) {
            return table.get(key);
        }

        @Override
        public CompletionStage<Optional<byte[]>> put(Key key, byte[] value) {
            return table.put(key, value);
        }

        @Override
        public CompletionStage<Optional<byte[]>> remove(Key key) {
            return table.remove(key);
        }

        @Override
        public CompletionStage<Void> set(Key key, byte[] value) {
            return table.set(key, value);
        }

        @Override
        public CompletionStage<Optional<byte[]>> swap(
                Key key, Optional<byte[]> expected, Optional<byte[]> next) {
            return table.swap(key, expected, next);
        }

        @Override
        public Runnable listen(Listener listener) {
            return table.listen(listener);
        }

        @Override
        public void sweep(Predicate<byte[]> dead) {}
    }

    private SlowTable streams() {
        return fabric.table(TableName.of(TableName.Kind.STREAMS));
    }

    private SlowTable leases() {
        return fabric.table(TableName.of(TableName.Kind.LEASES));
    }

    private void publishes(NodeId owner, String name) {
        StreamClaim claim = new StreamClaim(name, owner, 7, 1);
        streams().set(Key.of(name), StreamBoard.written(claim));
    }

    private void holds(NodeId holder, long epoch) {
        leases().set(
                        Key.of("realm"),
                        ByteBuffer.allocate(16)
                                .putLong(epoch)
                                .putLong(holder.incarnation())
                                .array());
    }

    /** The node starts, and has asked what is there. */
    private void start() {
        directory = new FabricDirectory(fabric, loop);
        directory
                .streams()
                .listen(
                        loop,
                        new Streams.Listener() {
                            @Override
                            public void claimed(StreamClaim claim) {
                                news.add(claim.name() + " at " + claim.owner().name());
                            }

                            @Override
                            public void released(StreamClaim claim) {
                                news.add(claim.name() + " is free");
                            }
                        });
        directory
                .leases()
                .listen(
                        loop,
                        new Leases.Listener() {
                            @Override
                            public void changed(Lease lease) {
                                news.add(lease.realm() + " at " + lease.holder().name());
                            }

                            @Override
                            public void ended(Lease lease) {
                                news.add(lease.realm() + " is free");
                            }
                        });
        loop.run();
    }

    private void joins(NodeId node) {
        fabric.observer.onJoined(node);
        loop.run();
    }

    private void answer() {
        for (SlowTable table : List.of(streams(), leases())) {
            Optional.ofNullable(table.answers.poll()).ifPresent(Runnable::run);
        }
        loop.run();
    }

    @Test
    void whatIsReadBeforeItsNodeIsKnownIsReadAgainWhenThatComes() {
        publishes(OTHER, "film");
        holds(OTHER, 1);
        start();
        answer();
        assertThat(news).isEmpty();
        joins(OTHER);
        answer();
        assertThat(news).containsExactlyInAnyOrder("film at other", "realm at other");
    }

    @Test
    void whatCannotBeReadIsReadLater() {
        publishes(OTHER, "film");
        holds(OTHER, 1);
        streams().failures = 2;
        leases().failures = 2;
        start();
        joins(OTHER);
        for (int i = 0; i < 2; i++) {
            answer();
            assertThat(news).isEmpty();
            loop.advance(TimeUnit.SECONDS.toNanos(1));
        }
        answer();
        assertThat(news).containsExactlyInAnyOrder("film at other", "realm at other");
    }

    @Test
    void whatIsHeardWhileAllIsReadIsNewer() {
        publishes(OTHER, "film");
        publishes(OTHER, "short");
        holds(OTHER, 1);
        start();
        joins(OTHER);
        joins(THIRD);
        publishes(THIRD, "film");
        streams().remove(Key.of("short"));
        publishes(THIRD, "fresh");
        holds(THIRD, 2);
        loop.run();
        answer();
        assertThat(news)
                .containsExactlyInAnyOrder("film at third", "fresh at third", "realm at third");
    }

    @Test
    void whoeverIsAskedToReadWhileItReadsReadsOnceMore() {
        start();
        joins(OTHER);
        fabric.observer.onShaken(false);
        fabric.observer.onShaken(false);
        loop.run();
        assertThat(streams().answers).hasSize(1);
        answer();
        assertThat(streams().answers).hasSize(1);
        answer();
        assertThat(streams().answers).isEmpty();
    }
}
