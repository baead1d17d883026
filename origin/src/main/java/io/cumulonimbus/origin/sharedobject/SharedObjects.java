package io.cumulonimbus.origin.sharedobject;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.disk.FileName;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import io.cumulonimbus.rtmp.message.SharedObjectMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All shared objects of this origin. Owned by their loop. */
final class SharedObjects {
    private static final String BAD_PERSISTENCE = "SharedObject.BadPersistence";
    private static final String CREATION_FAILED = "SharedObject.ObjectCreationFailed";
    private static final long REPAIR_NS = 200_000_000;

    private final Loop loop;
    private final ObjectStore store;
    private final SharedObjectSettings settings;
    private final Elsewhere elsewhere;
    private final DeadlineTimer saving;
    private final DeadlineTimer repairing;
    private final Map<SharedObject.Key, SharedObject> objects = new HashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();
    private long saveDueNs = DeadlineTimer.NEVER;

    /** Where others may use the same objects. */
    @FunctionalInterface
    interface Elsewhere {
        /** Somebody here wants this of an object that is used here. */
        void tell(SharedObject.Key key, List<SharedObjectEvent> requests);
    }

    /**
     * @param store keeps those that persist
     */
    SharedObjects(
            Loop loop, ObjectStore store, SharedObjectSettings settings, Elsewhere elsewhere) {
        this.loop = loop;
        this.elsewhere = elsewhere;
        this.store = store;
        this.settings = settings;
        this.saving = new DeadlineTimer(loop, this::saveAll);
        this.repairing = new DeadlineTimer(loop, this::repair);
    }

    int size() {
        return objects.size();
    }

    /** What a client says of one object. */
    void receive(SubscriberProxy from, String application, SharedObjectMessage message) {
        SharedObject.Key key =
                new SharedObject.Key(application, message.persistent(), message.name());
        List<SharedObjectEvent> requests = new ArrayList<>();
        for (SharedObjectEvent event : message.events()) {
            switch (event) {
                case SharedObjectEvent.Use use -> use(from, key);
                case SharedObjectEvent.Release release -> {
                    request(from, key, List.copyOf(requests));
                    requests.clear();
                    release(from, key);
                }
                default -> requests.add(event);
            }
        }
        request(from, key, requests);
    }

    private void use(SubscriberProxy from, SharedObject.Key key) {
        SharedObject object = objects.get(key);
        Optional<String> obstacle =
                object != null && object.isUsedBy(from) ? Optional.empty() : obstacle(from, key);
        if (obstacle.isPresent()) {
            Utterance.refusal(key.name(), key.persistent(), obstacle.get()).to(from);
            return;
        }
        SharedObject used = object != null ? object : open(key);
        from.objects.add(used);
        boolean waits =
                used.whenLoaded(
                        () -> {
                            if (from.objects.contains(used)) {
                                used.use(from);
                            }
                        });
        if (!waits) {
            from.objects.remove(used);
            Utterance.refusal(key.name(), key.persistent(), CREATION_FAILED).to(from);
        }
    }

    private Optional<String> obstacle(SubscriberProxy from, SharedObject.Key key) {
        boolean isNew = !objects.containsKey(key);
        boolean named =
                !key.name().isEmpty()
                        && key.name().length() <= settings.nameLength()
                        && (!key.persistent() || FileName.of(key.name()).isPresent());
        if (key.persistent() && !store.mayPersist(key.application())) {
            return Optional.of(BAD_PERSISTENCE);
        }
        return !named
                        || isNew && size(key.application()) >= settings.objects()
                        || from.objects.size() >= settings.clientObjects()
                ? Optional.of(CREATION_FAILED)
                : Optional.empty();
    }

    private int size(String application) {
        return sizes.getOrDefault(application, 0);
    }

    private SharedObject open(SharedObject.Key key) {
        SharedObject object = new SharedObject(key, settings);
        objects.put(key, object);
        sizes.merge(key.application(), 1, Integer::sum);
        if (key.persistent() && !store.load(key, found -> loaded(object, found))) {
            loaded(object, ObjectStore.Found.NOTHING);
        }
        return object;
    }

    private void loaded(SharedObject object, ObjectStore.Found found) {
        object.loaded(found);
        if (object.wantsSaving()) {
            saveSoon();
        }
        tidy(object);
    }

    /** Another origin's value of a property is kept here now; without one it was taken away. */
    void adopt(SharedObject.Key key, String property, Optional<AmfValue> value) {
        SharedObject object = objects.get(key);
        if (object != null && object.adopt(property, value)) {
            repairing.set(loop.nowNs() + REPAIR_NS);
        }
    }

    /** Somebody at another origin calls these at all who use an object. */
    void called(SharedObject.Key key, List<SharedObjectEvent> calls) {
        SharedObject object = objects.get(key);
        if (object != null && object.announce(calls)) {
            repairing.set(loop.nowNs() + REPAIR_NS);
        }
    }

    private void request(
            SubscriberProxy from, SharedObject.Key key, List<SharedObjectEvent> requests) {
        SharedObject object = objects.get(key);
        if (object == null || requests.isEmpty() || !from.objects.contains(object)) {
            return;
        }
        List<SharedObjectEvent> all = List.copyOf(requests);
        object.whenLoaded(
                () -> {
                    if (object.request(from, all)) {
                        repairing.set(loop.nowNs() + REPAIR_NS);
                    }
                    if (object.wantsSaving()) {
                        saveSoon();
                    }
                    elsewhere.tell(key, all);
                });
    }

    private void release(SubscriberProxy from, SharedObject.Key key) {
        SharedObject object = objects.get(key);
        if (object != null && from.objects.remove(object)) {
            object.release(from);
            tidy(object);
        }
    }

    /** A client is gone. */
    void gone(SubscriberProxy from) {
        List<SharedObject> used = List.copyOf(from.objects);
        from.objects.clear();
        for (SharedObject object : used) {
            object.release(from);
            tidy(object);
        }
    }

    /** Forgets an object that nobody uses, once its file is written. */
    private void tidy(SharedObject object) {
        if (!object.isUnused()) {
            return;
        }
        if (object.wantsSaving()) {
            save(object);
        } else if (!object.isSaving() && objects.remove(object.key(), object)) {
            sizes.computeIfPresent(
                    object.key().application(), (path, count) -> count > 1 ? count - 1 : null);
        }
    }

    private void saveSoon() {
        saveWithin(store.saveMs());
    }

    private void saveWithin(int ms) {
        long dueNs = loop.nowNs() + ms * 1_000_000L;
        if (saveDueNs == DeadlineTimer.NEVER || dueNs - saveDueNs < 0) {
            saveDueNs = dueNs;
            saving.set(dueNs);
        }
    }

    /** Writes all that changed. */
    void saveAll() {
        saveDueNs = DeadlineTimer.NEVER;
        for (SharedObject object : List.copyOf(objects.values())) {
            if (object.wantsSaving()) {
                save(object);
            }
        }
    }

    private void save(SharedObject object) {
        Kept kept = object.startSaving();
        if (!store.save(object.key(), kept, object.changes(), well -> saved(object, well))) {
            saved(object, false);
        }
    }

    /** What cannot be written and is used by nobody is given up: it must not pile up. */
    private void saved(SharedObject object, boolean well) {
        object.saved(well || object.isUnused());
        if (object.wantsSaving()) {
            saveWithin(well ? store.saveMs() : settings.saveMs());
        }
        tidy(object);
    }

    private void repair() {
        boolean stale = false;
        for (SharedObject object : objects.values()) {
            stale |= object.repair();
        }
        if (stale) {
            repairing.set(loop.nowNs() + REPAIR_NS);
        }
    }
}
