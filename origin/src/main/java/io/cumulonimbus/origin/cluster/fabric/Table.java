package io.cumulonimbus.origin.cluster.fabric;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Entries that all nodes share. Any thread. Stages complete on any thread, in the end always,
 * exceptionally when the fabric is in disorder or too slow. Arrays are not written to.
 */
public interface Table {
    /** The value under a key. */
    CompletionStage<Optional<byte[]>> get(Key key);

    /** Puts a value; answers what was there. */
    CompletionStage<Optional<byte[]>> put(Key key, byte[] value);

    /** Takes a value away; answers what was there. */
    CompletionStage<Optional<byte[]>> remove(Key key);

    /** Puts a value and does not ask what was there. */
    CompletionStage<Void> set(Key key, byte[] value);

    /**
     * Puts {@code next}, or takes away, if {@code expected}, or nothing, is there; answers what was
     * there before in any case.
     */
    CompletionStage<Optional<byte[]>> swap(
            Key key, Optional<byte[]> expected, Optional<byte[]> next);

    /** All entries. */
    CompletionStage<Map<Key, byte[]>> entries();

    /** Has changes told from now on, those of one key in order. Any thread, not to be kept. */
    Runnable listen(Listener listener);

    /**
     * Takes away those that are kept here whose value is like that; soon, and without an answer.
     */
    void sweep(Predicate<byte[]> dead);

    /** Hears of changes. */
    @FunctionalInterface
    interface Listener {
        /** An entry is new, changed or gone. */
        void onChanged(Key key, Optional<byte[]> before, Optional<byte[]> now);
    }
}
