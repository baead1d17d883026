package io.cumulonimbus.origin.stream;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Who publishes and who watches what, by the name that {@link StreamNames} makes of a stream's.
 * Owned by the hub loop; media never comes here.
 */
final class Publications {
    private static final String CODE = "NetStream.Unpublish.Success";

    private final TreeMap<String, Entry> entries = new TreeMap<>();

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
            entry.viewers.forEach(viewers -> viewers.unpublished(publisher.publication()));
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

    /** Streams behind {@code after} in the order of their keys; answers on their loops. */
    List<CompletableFuture<StreamSheet>> after(String after, int most) {
        List<CompletableFuture<StreamSheet>> found = new ArrayList<>();
        for (Map.Entry<String, Entry> one : entries.tailMap(after, false).entrySet()) {
            if (found.size() == most) {
                break;
            }
            found.add(sheet(one.getKey(), one.getValue()));
        }
        return found;
    }

    private static CompletableFuture<StreamSheet> sheet(String key, Entry entry) {
        int viewers = entry.viewers.stream().mapToInt(WatchedStreamProxy::viewers).sum();
        CompletableFuture<StreamSheet> sheet = new CompletableFuture<>();
        entry.publisher.ifPresentOrElse(
                publisher ->
                        publisher.describe(
                                published ->
                                        sheet.complete(
                                                new StreamSheet(
                                                        key, viewers, Optional.of(published)))),
                () -> sheet.complete(new StreamSheet(key, viewers, Optional.empty())));
        return sheet;
    }

    /** Ends a publication for the operator; answers whether there was one. */
    boolean close(String key) {
        Optional<PublisherProxy> publisher =
                Optional.ofNullable(entries.get(key)).flatMap(entry -> entry.publisher);
        publisher.ifPresent(p -> p.close(CODE, "The operator ended the stream"));
        return publisher.isPresent();
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
