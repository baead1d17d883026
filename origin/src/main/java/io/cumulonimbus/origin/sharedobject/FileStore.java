package io.cumulonimbus.origin.sharedobject;

import io.cumulonimbus.config.MediaConfig;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.disk.DiskProxy;
import io.cumulonimbus.origin.disk.FileName;
import io.cumulonimbus.origin.disk.SafeFolder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Persistent shared objects in files of their own. */
final class FileStore implements ObjectStore {
    private static final String FOLDER = "sharedobjects";

    private final Loop loop;
    private final Optional<MediaConfig> config;
    private final DiskProxy disk;
    private final SharedObjectSettings settings;
    private final Map<String, Optional<ObjectFiles>> files = new HashMap<>();

    /**
     * @param loop the objects'
     * @param config without one none persists
     */
    FileStore(
            Loop loop,
            Optional<MediaConfig> config,
            DiskProxy disk,
            SharedObjectSettings settings) {
        this.loop = loop;
        this.config = config;
        this.disk = disk;
        this.settings = settings;
    }

    private Optional<ObjectFiles> files(String application) {
        return files.computeIfAbsent(
                application,
                path ->
                        config.map(all -> all.rules(path))
                                .filter(MediaConfig.Rules::sharedObjects)
                                .map(this::open));
    }

    private ObjectFiles open(MediaConfig.Rules rules) {
        return new ObjectFiles(new SafeFolder(rules.folder().resolve(FOLDER)), settings);
    }

    @Override
    public boolean mayPersist(String application) {
        return files(application).isPresent();
    }

    @Override
    public int saveMs() {
        return settings.saveMs();
    }

    @Override
    public boolean load(SharedObject.Key key, Consumer<Found> answer) {
        ObjectFiles of = files(key.application()).orElseThrow();
        String name = FileName.of(key.name()).orElseThrow();
        return disk.ask(() -> of.load(name), loop, kept -> answer.accept(new Found(kept, false)));
    }

    @Override
    public boolean save(
            SharedObject.Key key, Kept kept, Changes changes, Consumer<Boolean> answer) {
        ObjectFiles of = files(key.application()).orElseThrow();
        String name = FileName.of(key.name()).orElseThrow();
        return disk.ask(() -> of.save(name, kept), loop, answer);
    }

    @Override
    public CompletableFuture<Void> settle() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> end() {
        return CompletableFuture.completedFuture(null);
    }
}
