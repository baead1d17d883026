package io.cumulonimbus.origin.app;

import io.cumulonimbus.client.Histogram;
import java.util.EnumMap;
import java.util.Map;

/** How long events took an application, apart for each kind. Owned by one loop, or a copy. */
public final class EventTimes {
    private final Map<EventKind, Histogram> kinds = new EnumMap<>(EventKind.class);

    /** Nothing took any time yet. */
    public EventTimes() {
        for (EventKind kind : EventKind.values()) {
            kinds.put(kind, new Histogram());
        }
    }

    /** Those of one kind; not to be written to. */
    public Histogram of(EventKind kind) {
        return kinds.get(kind);
    }

    /** Those of all kinds; a copy. */
    public Histogram all() {
        Histogram all = new Histogram();
        kinds.values().forEach(all::plus);
        return all;
    }

    /** Adds what another counted; answers this. */
    public EventTimes plus(EventTimes other) {
        kinds.forEach((kind, times) -> times.plus(other.of(kind)));
        return this;
    }

    void count(EventKind kind, long ns) {
        kinds.get(kind).count(ns);
    }

    EventTimes copy() {
        return new EventTimes().plus(this);
    }
}
