package io.cumulonimbus.origin.stream;

import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.stream.Had;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Who publishes and who watches what, by the name that {@link StreamNames} makes of a stream's.
 * What another origin publishes and somebody watches here is pulled from there, once. Owned by the
 * hub loop; media never comes here.
 */
final class Publications {
    private static final String CODE = "Unpublish.Success";

    private final TreeMap<String, Entry> entries = new TreeMap<>();
    private final LastGroups lastGroups;
    private Optional<FarStreams> others = Optional.empty();

    /**
     * @param clockNs of the hub
     */
    Publications(LongSupplier clockNs) {
        this.lastGroups = new LastGroups(clockNs);
    }

    /** A name that is published, watched, or both. */
    private final class Entry implements FarPublicationProxy.Hub {
        private final String name;
        private final Set<WatchedStreamProxy> viewers = new LinkedHashSet<>();
        private Optional<PublisherProxy> publisher = Optional.empty();
        private Optional<FarPublicationProxy> far = Optional.empty();
        private Supplier<Had> before = () -> Had.NOTHING;
        private boolean farOnAir;
        private long farPublication;
        private boolean awaited;

        Entry(String name) {
            this.name = name;
        }

        boolean isUnused() {
            return viewers.isEmpty() && publisher.isEmpty();
        }

        /** Where it comes from; another origin gets from here what is published here. */
        Optional<? extends Feed> feedOf(WatchedStreamProxy viewer) {
            return publisher.isPresent() || !viewer.isHere() ? publisher : far;
        }

        /** The publication that is on the air for a viewer, if any is. */
        Optional<Long> onAirFor(WatchedStreamProxy viewer) {
            Optional<Long> fromFar =
                    farOnAir && viewer.isHere() ? Optional.of(farPublication) : Optional.empty();
            return publisher.map(PublisherProxy::publication).or(() -> fromFar);
        }

        void tellHere(Consumer<WatchedStreamProxy> notice) {
            viewers.stream().filter(WatchedStreamProxy::isHere).forEach(notice);
        }

        void tell(Consumer<WatchedStreamProxy> notice) {
            viewers.forEach(notice);
        }

        /** Pulls the stream from where it is published, or does not any more. */
        void pull() {
            boolean watched = viewers.stream().anyMatch(WatchedStreamProxy::isHere);
            Optional<NodeId> owner = others.flatMap(all -> all.ownerOf(name));
            if (publisher.isPresent() || !watched) {
                dropFar();
            } else if (owner.isEmpty()) {
                awaited = true;
                far.ifPresent(FarPublicationProxy::doom);
            } else if (far.isPresent() && far.get().owner().equals(owner.get())) {
                far.get().spare();
            } else {
                dropFar();
                FarPublicationProxy pulled =
                        others.orElseThrow().pull(name, owner.get(), before, hadByOthers(), this);
                far = Optional.of(pulled);
                viewers.stream()
                        .filter(viewer -> viewer.isHere() && viewer.takesMedia())
                        .forEach(pulled::attach);
            }
        }

        /** How far the stream came to one of those who come from a lost origin. */
        private Had hadByOthers() {
            return viewers.stream()
                    .filter(viewer -> viewer.isHere() && viewer.takesMedia())
                    .map(WatchedStreamProxy::before)
                    .filter(had -> had.publication() != 0)
                    .findFirst()
                    .orElse(Had.NOTHING);
        }

        private void dropFar() {
            far.ifPresent(
                    dropped -> {
                        dropped.end();
                        lastGroups.ended(name, dropped.group());
                        before = dropped::had;
                    });
            far = Optional.empty();
            endFar();
        }

        /** Viewers have so much of what was published here. */
        private void goOnBehind(Had had) {
            if (had.publication() != 0) {
                before = () -> had;
            }
        }

        private void endFar() {
            if (farOnAir) {
                farOnAir = false;
                awaited = true;
                tellHere(viewers -> viewers.unpublished(farPublication));
            }
        }

        private boolean isFrom(FarPublicationProxy from) {
            return far.isPresent() && far.get() == from;
        }

        @Override
        public void begun(FarPublicationProxy from, long publication, boolean before) {
            if (isFrom(from)) {
                farPublication = publication;
                farOnAir = true;
                if (before && !awaited) {
                    tellHere(viewers -> viewers.onAir(publication));
                } else {
                    tellHere(viewers -> viewers.published(publication));
                }
            }
        }

        @Override
        public void ended(FarPublicationProxy from, long publication) {
            if (isFrom(from)) {
                endFar();
            }
        }

        @Override
        public void released(FarPublicationProxy from) {
            if (isFrom(from)) {
                far = Optional.empty();
                before = from::had;
                lastGroups.ended(name, from.group());
                endFar();
                pull();
            }
        }
    }

    /** From now on streams of other origins are pulled. */
    void join(FarStreams all) {
        others = Optional.of(all);
        entries.values().forEach(Entry::pull);
    }

    /** Another origin has a name, or has it no more. */
    void farChanged(String name) {
        Entry entry = entries.get(name);
        if (entry != null) {
            entry.pull();
        }
    }

    /** Accepts or refuses a publisher, and says so to it. */
    void publish(String name, PublisherProxy publisher) {
        Entry entry = entry(name);
        if (entry.publisher.isPresent()) {
            publisher.refused();
            return;
        }
        entry.dropFar();
        entry.publisher = Optional.of(publisher);
        entry.tell(viewers -> viewers.published(publisher.publication()));
        publisher.accepted(
                lastGroups.before(name),
                entry.viewers.stream().filter(WatchedStreamProxy::takesMedia).toList());
    }

    /** The publisher is done; nothing happens when it is not the one that was accepted. */
    void unpublish(String name, PublisherProxy publisher) {
        Entry entry = entry(name);
        if (entry.publisher.isPresent() && entry.publisher.get() == publisher) {
            entry.publisher = Optional.empty();
            entry.goOnBehind(publisher.had());
            lastGroups.ended(name, publisher.group());
            entry.tell(viewers -> viewers.unpublished(publisher.publication()));
            entry.pull();
        }
        tidy(name, entry);
    }

    /** Viewers on one more loop. */
    void attach(String name, WatchedStreamProxy viewers) {
        Entry entry = entry(name);
        if (!entry.viewers.add(viewers)) {
            return;
        }
        if (viewers.takesMedia()) {
            entry.feedOf(viewers).ifPresent(feed -> feed.attach(viewers));
        }
        entry.onAirFor(viewers).ifPresentOrElse(viewers::onAir, entry::pull);
    }

    /** No more viewers on that loop. */
    void detach(String name, WatchedStreamProxy viewers) {
        Entry entry = entry(name);
        if (entry.viewers.remove(viewers)) {
            if (viewers.takesMedia()) {
                entry.feedOf(viewers).ifPresent(feed -> feed.detach(viewers));
            }
            entry.pull();
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
        return entries.computeIfAbsent(name, Entry::new);
    }

    private void tidy(String name, Entry entry) {
        if (entry.isUnused()) {
            entries.remove(name);
        }
    }
}
