package io.cumulonimbus.origin.cluster.fabric;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A table in the memory of this process. Any thread. */
final class LocalTable implements Table {
    private final Map<Key, byte[]> entries = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    @Override
    public CompletionStage<Optional<byte[]>> get(Key key) {
        return done(Optional.ofNullable(entries.get(key)));
    }

    @Override
    public CompletionStage<Optional<byte[]>> put(Key key, byte[] value) {
        return done(change(key, before -> Optional.of(value)));
    }

    @Override
    public CompletionStage<Optional<byte[]>> remove(Key key) {
        return done(change(key, before -> Optional.empty()));
    }

    @Override
    public CompletionStage<Void> set(Key key, byte[] value) {
        change(key, before -> Optional.of(value));
        return done(null);
    }

    @Override
    public CompletionStage<Optional<byte[]>> swap(
            Key key, Optional<byte[]> expected, Optional<byte[]> next) {
        return done(change(key, before -> isSame(before, expected) ? next : before));
    }

    static boolean isSame(Optional<byte[]> one, Optional<byte[]> other) {
        return one.isPresent() == other.isPresent()
                && (one.isEmpty() || Arrays.equals(one.get(), other.get()));
    }

    /** Answers what was there. Listeners are told inside, which keeps those of one key in order. */
    private Optional<byte[]> change(Key key, UnaryOperator<Optional<byte[]>> rule) {
        Found found = new Found();
        entries.compute(
                key,
                (k, present) -> {
                    found.before = Optional.ofNullable(present);
                    Optional<byte[]> now = rule.apply(found.before);
                    if (now != found.before && (now.isPresent() || found.before.isPresent())) {
                        listeners.forEach(listener -> listener.onChanged(k, found.before, now));
                    }
                    return now.orElse(null);
                });
        return found.before;
    }

    private static final class Found {
        private Optional<byte[]> before = Optional.empty();
    }

    @Override
    public CompletionStage<Map<Key, byte[]>> entries() {
        return done(Map.copyOf(entries));
    }

    @Override
    public Runnable listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void sweep(Predicate<byte[]> dead) {
        entries.forEach(
                (key, value) -> {
                    if (dead.test(value)) {
                        swap(key, Optional.of(value), Optional.empty());
                    }
                });
    }

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }
}
