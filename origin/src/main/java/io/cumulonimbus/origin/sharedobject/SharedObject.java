package io.cumulonimbus.origin.sharedobject;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import io.cumulonimbus.rtmp.message.SharedObjectMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One shared object and those who take part in it. Owned by the objects' loop. */
final class SharedObject {
    private static final String NO_WRITE_ACCESS = "SharedObject.NoWriteAccess";
    private static final int MOST_WAITING = 1024;

    private final Key key;
    private final Properties properties;
    private final Map<SubscriberProxy, Seat> seats = new LinkedHashMap<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private long version;
    private boolean loaded;
    private Changes unsaved;
    private Changes inSaving;
    private boolean saving;

    /** What tells objects from each other. */
    record Key(String application, boolean persistent, String name) {}

    /** Somebody who takes part. */
    private static final class Seat {
        private boolean stale;
    }

    SharedObject(Key key, SharedObjectSettings settings) {
        this.key = key;
        this.properties = new Properties(settings);
        this.unsaved = new Changes(2 * settings.properties());
        this.inSaving = new Changes(2 * settings.properties());
        this.loaded = !key.persistent;
    }

    Key key() {
        return key;
    }

    boolean isUnused() {
        return seats.isEmpty() && waiting.isEmpty();
    }

    boolean isUsedBy(SubscriberProxy subscriber) {
        return seats.containsKey(subscriber);
    }

    /** Runs now, or when what was kept in the file is here; answers false when too much waits. */
    boolean whenLoaded(Runnable task) {
        if (loaded) {
            task.run();
            return true;
        }
        return waiting.size() < MOST_WAITING && waiting.add(task);
    }

    /** What was kept is here. */
    void loaded(ObjectStore.Found found) {
        version = found.kept().version();
        found.kept().properties().forEach(properties::put);
        loaded = true;
        if (found.toBeSaved()) {
            unsaved.addAll();
        }
        List<Runnable> tasks = List.copyOf(waiting);
        waiting.clear();
        tasks.forEach(Runnable::run);
    }

    /** Somebody takes part, and gets all of it. */
    void use(SubscriberProxy subscriber) {
        Seat seat = seats.computeIfAbsent(subscriber, s -> new Seat());
        List<SharedObjectEvent> events = new ArrayList<>();
        events.add(new SharedObjectEvent.UseSuccess());
        events.addAll(everything());
        seat.stale = !utterance(events).to(subscriber);
    }

    private List<SharedObjectEvent> everything() {
        List<SharedObjectEvent> events = new ArrayList<>();
        events.add(new SharedObjectEvent.Clear());
        properties
                .copy()
                .forEach((name, value) -> events.add(new SharedObjectEvent.Change(name, value)));
        return events;
    }

    void release(SubscriberProxy subscriber) {
        seats.remove(subscriber);
    }

    /**
     * Does what somebody who takes part wants, and tells the others; answers whether anybody was
     * refused by its loop and has to get all of it later.
     */
    boolean request(SubscriberProxy sender, List<SharedObjectEvent> requests) {
        List<SharedObjectEvent> toSender = new ArrayList<>();
        List<SharedObjectEvent> toOthers = new ArrayList<>();
        boolean changed = false;
        for (SharedObjectEvent request : requests) {
            changed |= apply(request, toSender, toOthers);
        }
        if (changed) {
            version = version + 1 & 0xffffffffL;
        }
        boolean stale = tell(sender, utterance(toSender));
        Utterance others = utterance(toOthers);
        for (SubscriberProxy subscriber : seats.keySet()) {
            stale |= subscriber != sender && tell(subscriber, others);
        }
        return stale;
    }

    /**
     * Another origin's value of a property is here, unless a newer one of ours is on its way there;
     * answers as a request does.
     *
     * @param value empty when it was taken away
     */
    boolean adopt(String property, Optional<AmfValue> value) {
        if (!loaded || unsaved.has(property) || inSaving.has(property)) {
            return false;
        }
        boolean changed =
                value.isPresent()
                        ? properties.put(property, value.get())
                        : properties.remove(property);
        if (!changed) {
            return false;
        }
        version = version + 1 & 0xffffffffL;
        SharedObjectEvent event =
                value.<SharedObjectEvent>map(v -> new SharedObjectEvent.Change(property, v))
                        .orElseGet(() -> new SharedObjectEvent.Remove(property));
        return announce(List.of(event));
    }

    /** Tells everybody here; answers as a request does. */
    boolean announce(List<SharedObjectEvent> events) {
        Utterance all = utterance(events);
        boolean stale = false;
        for (SubscriberProxy subscriber : seats.keySet()) {
            stale |= tell(subscriber, all);
        }
        return stale;
    }

    /** Answers whether it changed anything. */
    private boolean apply(
            SharedObjectEvent request,
            List<SharedObjectEvent> toSender,
            List<SharedObjectEvent> toOthers) {
        switch (request) {
            case SharedObjectEvent.RequestChange e -> {
                if (!properties.put(e.property(), e.value())) {
                    refuse(e.property(), toSender);
                    return false;
                }
                toSender.add(new SharedObjectEvent.Success(e.property()));
                toOthers.add(new SharedObjectEvent.Change(e.property(), e.value()));
                return noted(e.property());
            }
            case SharedObjectEvent.RequestRemove e -> {
                boolean there = properties.remove(e.property());
                toSender.add(new SharedObjectEvent.Remove(e.property()));
                if (there) {
                    toOthers.add(new SharedObjectEvent.Remove(e.property()));
                }
                return there && noted(e.property());
            }
            case SharedObjectEvent.Clear e -> {
                toSender.add(e);
                toOthers.add(e);
                return properties.clear() && notedAll();
            }
            case SharedObjectEvent.Send e -> {
                toSender.add(e);
                toOthers.add(e);
                return false;
            }
            default -> {
                return false;
            }
        }
    }

    private boolean noted(String property) {
        if (key.persistent) {
            unsaved.add(property);
        }
        return true;
    }

    private boolean notedAll() {
        if (key.persistent) {
            unsaved.addAll();
        }
        return true;
    }

    /** The sender took its change for done, so it gets the former value back. */
    private void refuse(String property, List<SharedObjectEvent> toSender) {
        toSender.add(new SharedObjectEvent.Status(NO_WRITE_ACCESS, "error"));
        toSender.add(
                properties
                        .get(property)
                        .<SharedObjectEvent>map(old -> new SharedObjectEvent.Change(property, old))
                        .orElseGet(() -> new SharedObjectEvent.Remove(property)));
    }

    private Utterance utterance(List<SharedObjectEvent> events) {
        return new Utterance(new SharedObjectMessage(key.name, version, key.persistent, events));
    }

    /** Answers whether there was no room. */
    private boolean tell(SubscriberProxy subscriber, Utterance words) {
        Seat seat = seats.get(subscriber);
        if (seat == null || seat.stale) {
            return seat != null;
        }
        seat.stale = !words.to(subscriber);
        return seat.stale;
    }

    /** Gives all of it to those who missed something; answers whether any of them missed it too. */
    boolean repair() {
        Utterance all = utterance(everything());
        boolean stale = false;
        for (Map.Entry<SubscriberProxy, Seat> seat : seats.entrySet()) {
            if (seat.getValue().stale) {
                seat.getValue().stale = !all.to(seat.getKey());
                stale |= seat.getValue().stale;
            }
        }
        return stale;
    }

    /** Whether it has changes that are to be written, and nobody does. */
    boolean wantsSaving() {
        return key.persistent && !saving && !unsaved.isEmpty();
    }

    boolean isSaving() {
        return saving;
    }

    /** What is to be written now. */
    Kept startSaving() {
        saving = true;
        Changes free = inSaving;
        inSaving = unsaved;
        unsaved = free;
        return new Kept(version, properties.copy());
    }

    /** What of it changed since it was written; while it is being written. */
    Changes changes() {
        return inSaving;
    }

    void saved(boolean well) {
        saving = false;
        if (!well) {
            unsaved.addAll(inSaving);
        }
        inSaving.clear();
    }
}
