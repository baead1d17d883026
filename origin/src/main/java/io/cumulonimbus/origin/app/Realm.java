package io.cumulonimbus.origin.app;

import java.util.function.Consumer;

/**
 * Applications that share their state: one tree of folders, one loop, nothing in common with any
 * other realm. Owned by its loop.
 */
public interface Realm {
    /**
     * The application of a folder of this realm, always the same object while the folder is there.
     *
     * @param path normalised, without slashes at its ends; empty for the root
     */
    Application application(String path);

    /** What its applications want to be told of; always the same object. */
    default Interests interests() {
        return Interests.NONE;
    }

    /** It is at home here by the lease of that epoch; called before anything else is done so. */
    default void under(long epoch) {}

    /** Called every two seconds. */
    default void tick() {}

    /**
     * Loads applications again, whether they changed or not; those who are connected stay.
     *
     * @param path of which application, with those below it; empty for all of the realm
     * @return whether one of them was loaded before
     */
    default boolean reload(String path) {
        return false;
    }

    /** Somebody looks for a peer that is not here; the answer is where it may be, if known. */
    default void rendezvousUnknown(byte[] peer, Consumer<Redirection> answer) {
        answer.accept(Redirection.NONE);
    }

    /** Whether it used up what it may, and is of no more use: it is closed and opened anew. */
    default boolean isExhausted() {
        return false;
    }

    /** Ends its applications; called once, last, on its loop. */
    void close();
}
