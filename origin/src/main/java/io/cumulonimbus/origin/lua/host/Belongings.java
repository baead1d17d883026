package io.cumulonimbus.origin.lua.host;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a script made that has to end with it, such as sockets, timers and publications. */
public final class Belongings {
    private final Set<Runnable> ends = new LinkedHashSet<>();

    /**
     * Adds something.
     *
     * @param end ends it; harmless when it has ended already
     * @return forgets it, once it has ended by itself
     */
    public Runnable add(Runnable end) {
        ends.add(end);
        return () -> ends.remove(end);
    }

    /** Ends everything. */
    public void end() {
        List<Runnable> all = List.copyOf(ends);
        ends.clear();
        all.forEach(Runnable::run);
    }
}
