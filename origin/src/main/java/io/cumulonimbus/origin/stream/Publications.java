package io.cumulonimbus.origin.stream;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who publishes and who watches what, by the name that {@link StreamNames} makes of a stream's.
 * Owned by the hub loop; media never comes here.
 */
final class Publications {
    private final Map<String, Entry> entries = new HashMap<>();

    /** A name that is published, watched, or both. */
    private static final class Entry {
        private final Set<WatchedStreamProxy> viewers = new LinkedHashSet<>();
        private Optional<PublisherProxy> publisher = Optional.empty();

        boolean isUnused() {
            return viewers.isEmpty() && publisher.isEmpty();
        }
    }

    /** Accepts or refuses a publisher, and says so to it. */
    void publish(String name, PublisherProxy publisher) {
        Entry entry = entry(name);
        if (entry.publisher.isPresent()) {
            publisher.refused();
            return;
        }
        entry.publisher = Optional.of(publisher);
        entry.viewers.forEach(WatchedStreamProxy::published);
        publisher.accepted(entry.viewers.stream().filter(WatchedStreamProxy::takesMedia).toList());
    }

    /** The publisher is done; nothing happens when it is not the one that was accepted. */
    void unpublish(String name, PublisherProxy publisher) {
        Entry entry = entry(name);
        if (entry.publisher.isPresent() && entry.publisher.get() == publisher) {
            entry.publisher = Optional.empty();
            entry.viewers.forEach(WatchedStreamProxy::unpublished);
        }
        tidy(name, entry);
    }

    /** Viewers on one more loop. */
    void attach(String name, WatchedStreamProxy viewers) {
        Entry entry = entry(name);
        if (entry.viewers.add(viewers) && viewers.takesMedia()) {
            entry.publisher.ifPresent(publisher -> publisher.attach(viewers));
        }
    }

    /** No more viewers on that loop. */
    void detach(String name, WatchedStreamProxy viewers) {
        Entry entry = entry(name);
        if (entry.viewers.remove(viewers) && viewers.takesMedia()) {
            entry.publisher.ifPresent(publisher -> publisher.detach(viewers));
        }
        tidy(name, entry);
    }

    int size() {
        return entries.size();
    }

    private Entry entry(String name) {
        return entries.computeIfAbsent(name, n -> new Entry());
    }

    private void tidy(String name, Entry entry) {
        if (entry.isUnused()) {
            entries.remove(name);
        }
    }
}
