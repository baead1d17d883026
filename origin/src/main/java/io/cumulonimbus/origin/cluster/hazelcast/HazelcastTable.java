package io.cumulonimbus.origin.cluster.hazelcast;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryExpiredListener;
import com.hazelcast.map.listener.EntryMergedListener;
import com.hazelcast.map.listener.EntryRemovedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.fabric.Key;
import io.cumulonimbus.origin.cluster.fabric.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A table in a distributed map: a primary copy of each entry and one backup. What Hazelcast can
 * only do waiting is done by its workers. Any thread.
 */
final class HazelcastTable implements Table {
    private final CompletableFuture<IMap<byte[], byte[]>> map;
    private final Executor workers;

    /** Done when all listeners are told of changes that were registered so far. */
    private volatile CompletableFuture<?> hearing = CompletableFuture.completedFuture(null);

    HazelcastTable(Supplier<IMap<byte[], byte[]>> opening, Executor workers) {
        this.workers = workers;
        this.map = CompletableFuture.supplyAsync(opening, workers);
    }

    private <A, T> CompletionStage<T> ask(
            Function<IMap<byte[], byte[]>, CompletionStage<A>> question, Function<A, T> read) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        map.thenCompose(question)
                .whenCompleteAsync(
                        (value, trouble) -> {
                            if (trouble == null) {
                                answer.complete(read.apply(value));
                            } else {
                                answer.completeExceptionally(trouble);
                            }
                        },
                        Runnable::run);
        return answer.orTimeout(Directory.PATIENCE_NS, TimeUnit.NANOSECONDS);
    }

    @Override
    public CompletionStage<Optional<byte[]>> get(Key key) {
        return ask(m -> m.getAsync(key.bytes()), Optional::ofNullable);
    }

    @Override
    public CompletionStage<Optional<byte[]>> put(Key key, byte[] value) {
        return ask(m -> m.putAsync(key.bytes(), value), Optional::ofNullable);
    }

    @Override
    public CompletionStage<Optional<byte[]>> remove(Key key) {
        return ask(m -> m.removeAsync(key.bytes()), Optional::ofNullable);
    }

    @Override
    public CompletionStage<Void> set(Key key, byte[] value) {
        return ask(m -> m.setAsync(key.bytes(), value), done -> null);
    }

    @Override
    public CompletionStage<Optional<byte[]>> swap(
            Key key, Optional<byte[]> expected, Optional<byte[]> next) {
        Swap swap = new Swap(expected.orElse(null), next.orElse(null));
        return ask(m -> m.submitToKey(key.bytes(), swap), Optional::ofNullable);
    }

    /** What changes between the reading and the first word to a listener nobody would hear of. */
    @Override
    public CompletionStage<Map<Key, byte[]>> entries() {
        return hearing.handle((done, trouble) -> map)
                .thenCompose(opened -> opened)
                .thenApplyAsync(HazelcastTable::read, workers)
                .orTimeout(Directory.PATIENCE_NS, TimeUnit.NANOSECONDS);
    }

    private static Map<Key, byte[]> read(IMap<byte[], byte[]> m) {
        Map<Key, byte[]> all = new HashMap<>();
        m.entrySet().forEach(e -> all.put(new Key(e.getKey()), e.getValue()));
        return all;
    }

    @Override
    public Runnable listen(Listener listener) {
        CompletableFuture<UUID> id =
                map.thenApplyAsync(m -> m.addEntryListener(new Ear(listener), true), workers);
        hearing = CompletableFuture.allOf(hearing, id);
        return () -> id.thenAcceptBothAsync(map, (ear, m) -> m.removeEntryListener(ear), workers);
    }

    @Override
    public void sweep(Predicate<byte[]> dead) {
        map.thenAcceptAsync(m -> m.localKeySet().forEach(key -> sweep(m, key, dead)), workers);
    }

    private static void sweep(IMap<byte[], byte[]> m, byte[] key, Predicate<byte[]> dead) {
        byte[] value = m.get(key);
        if (value != null && dead.test(value)) {
            m.executeOnKey(key, new Swap(value, null));
        }
    }

    /** Hears of one map. */
    private record Ear(Listener listener)
            implements EntryAddedListener<byte[], byte[]>,
                    EntryUpdatedListener<byte[], byte[]>,
                    EntryRemovedListener<byte[], byte[]>,
                    EntryExpiredListener<byte[], byte[]>,
                    EntryMergedListener<byte[], byte[]> {
        private void tell(EntryEvent<byte[], byte[]> event, boolean there) {
            listener.onChanged(
                    new Key(event.getKey()),
                    Optional.ofNullable(event.getOldValue()),
                    there ? Optional.ofNullable(event.getValue()) : Optional.empty());
        }

        @Override
        public void entryAdded(EntryEvent<byte[], byte[]> event) {
            tell(event, true);
        }

        @Override
        public void entryUpdated(EntryEvent<byte[], byte[]> event) {
            tell(event, true);
        }

        @Override
        public void entryMerged(EntryEvent<byte[], byte[]> event) {
            tell(event, true);
        }

        @Override
        public void entryRemoved(EntryEvent<byte[], byte[]> event) {
            tell(event, false);
        }

        @Override
        public void entryExpired(EntryEvent<byte[], byte[]> event) {
            tell(event, false);
        }
    }
}
