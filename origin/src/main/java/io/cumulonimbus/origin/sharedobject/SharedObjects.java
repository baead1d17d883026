package io.cumulonimbus.origin.sharedobject;

import io.cumulonimbus.config.MediaConfig;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.disk.DiskProxy;
import io.cumulonimbus.origin.disk.FileName;
import io.cumulonimbus.origin.disk.SafeFolder;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import io.cumulonimbus.rtmp.message.SharedObjectMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All shared objects of this origin. Owned by their loop. */
final class SharedObjects {
    private static final String FOLDER = "sharedobjects";
    private static final String BAD_PERSISTENCE = "SharedObject.BadPersistence";
    private static final String CREATION_FAILED = "SharedObject.ObjectCreationFailed";
    private static final long REPAIR_NS = 200_000_000;

    private final Loop loop;
    private final Optional<MediaConfig> config;
    private final DiskProxy disk;
    private final SharedObjectSettings settings;
    private final DeadlineTimer saving;
    private final DeadlineTimer repairing;
    private final Map<SharedObject.Key, SharedObject> objects = new HashMap<>();
    private final Map<String, Application> applications = new HashMap<>();
    private boolean saveIsDue;

    /** What the objects of one application have in common. */
    private static final class Application {
        private final Optional<ObjectFiles> files;
        private int objects;

        /**
         * @param files empty when nothing may persist
         */
        Application(Optional<ObjectFiles> files) {
            this.files = files;
        }
    }

    SharedObjects(
            Loop loop,
            Optional<MediaConfig> config,
            DiskProxy disk,
            SharedObjectSettings settings) {
        this.loop = loop;
        this.config = config;
        this.disk = disk;
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
        Application application = application(key.application());
        boolean isNew = !objects.containsKey(key);
        boolean named =
                !key.name().isEmpty()
                        && key.name().length() <= settings.nameLength()
                        && (!key.persistent() || FileName.of(key.name()).isPresent());
        if (key.persistent() && application.files.isEmpty()) {
            return Optional.of(BAD_PERSISTENCE);
        }
        return !named
                        || isNew && application.objects >= settings.objects()
                        || from.objects.size() >= settings.clientObjects()
                ? Optional.of(CREATION_FAILED)
                : Optional.empty();
    }

    private Application application(String path) {
        return applications.computeIfAbsent(
                path,
                p ->
                        new Application(
                                config.map(all -> all.rules(p))
                                        .filter(MediaConfig.Rules::sharedObjects)
                                        .map(this::files)));
    }

    private ObjectFiles files(MediaConfig.Rules rules) {
        return new ObjectFiles(new SafeFolder(rules.folder().resolve(FOLDER)), settings);
    }

    private SharedObject open(SharedObject.Key key) {
        SharedObject object = new SharedObject(key, settings);
        objects.put(key, object);
        Application application = application(key.application());
        application.objects++;
        if (key.persistent()) {
            ObjectFiles files = application.files.orElseThrow();
            String name = FileName.of(key.name()).orElseThrow();
            boolean asked = disk.ask(() -> files.load(name), loop, kept -> loaded(object, kept));
            if (!asked) {
                loaded(object, Kept.NOTHING);
            }
        }
        return object;
    }

    private void loaded(SharedObject object, Kept kept) {
        object.loaded(kept.version(), kept.properties());
        tidy(object);
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
            application(object.key().application()).objects--;
        }
    }

    private void saveSoon() {
        if (!saveIsDue) {
            saveIsDue = true;
            saving.set(loop.nowNs() + settings.saveMs() * 1_000_000L);
        }
    }

    /** Writes all that changed. */
    void saveAll() {
        saveIsDue = false;
        for (SharedObject object : List.copyOf(objects.values())) {
            if (object.wantsSaving()) {
                save(object);
            }
        }
    }

    private void save(SharedObject object) {
        Kept kept = object.startSaving();
        ObjectFiles files = application(object.key().application()).files.orElseThrow();
        String name = FileName.of(object.key().name()).orElseThrow();
        boolean asked = disk.ask(() -> files.save(name, kept), loop, well -> saved(object, well));
        if (!asked) {
            saved(object, false);
        }
    }

    /** What cannot be written and is used by nobody is given up: it must not pile up. */
    private void saved(SharedObject object, boolean well) {
        object.saved(well || object.isUnused());
        if (object.wantsSaving()) {
            saveSoon();
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
