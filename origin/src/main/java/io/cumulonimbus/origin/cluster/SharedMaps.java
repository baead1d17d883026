package io.cumulonimbus.origin.cluster;

import io.cumulonimbus.net.loop.Loop;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Maps and locks that all nodes share. They live as long as one node does: each entry is kept at
 * two. Any thread.
 *
 * <p>After two parts of the cluster that had lost each other have become one, of two values under
 * one key the one written last stays.
 */
public interface SharedMaps {
    /** Longer values are not taken: 256 KiB. */
    int MAX_VALUE = 256 << 10;

    /** Longer keys and names are not taken, in characters. */
    int MAX_KEY = 255;

    /** Names of maps that one node may use; with another one, everything fails. */
    int MAX_MAPS = 1024;

    /** The value under a key. */
    void get(String map, String key, Loop replyTo, Consumer<Outcome<byte[]>> answer);

    /** Puts a value in place of what is there; the answer is what was there. */
    void put(String map, String key, byte[] value, Loop replyTo, Consumer<Outcome<byte[]>> answer);

    /** Takes a value away; the answer is what was there. */
    void remove(String map, String key, Loop replyTo, Consumer<Outcome<byte[]>> answer);

    /**
     * Puts {@code next} (empty: takes away) if {@code expected} (empty: nothing) is what is there.
     * The answer is whether it was so; for an atomic update, get, change, swap, and again if not.
     */
    void swap(
            String map,
            String key,
            Optional<byte[]> expected,
            Optional<byte[]> next,
            Loop replyTo,
            Consumer<Outcome<Boolean>> answer);

    /** All entries, which may change meanwhile. */
    void entries(String map, Loop replyTo, Consumer<Outcome<Map<String, byte[]>>> answer);

    /** Has changes told from now on. The answer ends that. */
    Registration listen(String map, Loop loop, Listener listener);

    /**
     * Takes a lock, or fails to within {@code waitMs}. The answer is a number that is greater than
     * any that was given for this lock before, or none when another one has it. Whoever holds it
     * for longer than {@code leaseMs}, or is gone, has it no more.
     *
     * @param leaseMs 1 to 3,600,000
     * @param waitMs 0 to 60,000
     */
    void lock(String name, long leaseMs, long waitMs, Loop replyTo, Consumer<Outcome<Long>> answer);

    /** Gives a lock back; the answer is whether it was still held with that number. */
    void unlock(String name, long number, Loop replyTo, Consumer<Outcome<Boolean>> answer);

    /** Hears of changes to one map, on the loop that it was registered with. */
    @FunctionalInterface
    interface Listener {
        /** A value was put in place of another, or taken away; both are empty if there was none. */
        void onChanged(String key, Optional<byte[]> before, Optional<byte[]> now);
    }
}
