package io.cumulonimbus.origin.sharedobject;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Where persistent shared objects are kept. Owned by the objects' loop, where answers come. */
interface ObjectStore {
    /**
     * What was kept.
     *
     * @param toBeSaved whether it was kept elsewhere than it will be
     */
    record Found(Kept kept, boolean toBeSaved) {
        /** There was nothing. */
        static final Found NOTHING = new Found(Kept.NOTHING, false);
    }

    /** Whether objects of an application may persist. */
    boolean mayPersist(String application);

    /** Time between a change and its being kept, in milliseconds. */
    int saveMs();

    /** Answers what was kept of an object; false, and no answer, when it cannot be asked now. */
    boolean load(SharedObject.Key key, Consumer<Found> answer);

    /**
     * Keeps an object; answers whether it went well. Answers false, and nothing, when that cannot
     * be tried now.
     *
     * @param changes what may have changed since it was kept last; not to be kept
     */
    boolean save(SharedObject.Key key, Kept kept, Changes changes, Consumer<Boolean> answer);

    /** Done when all that was to be kept is, and others know of it. */
    CompletableFuture<Void> settle();

    /** The last that is called; done when everything is on disk. */
    CompletableFuture<Void> end();
}
