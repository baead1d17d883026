package io.cumulonimbus.origin.record;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.disk.FileName;
import io.cumulonimbus.origin.disk.FileProxy;
import io.cumulonimbus.origin.disk.SafeFolder;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The recorded streams of one application. Any thread. */
public final class AppMedia {
    private static final String ENDING = ".flv";
    private static final String PREFIX = "flv:";

    private final String application;
    private final MediaLibrary library;
    private final SafeFolder folder;
    private final Space space;
    private final boolean record;

    AppMedia(
            String application,
            MediaLibrary library,
            SafeFolder folder,
            Space space,
            boolean record) {
        this.application = application;
        this.library = library;
        this.folder = folder;
        this.space = space;
        this.record = record;
    }

    /** The file that a stream's name means: {@code flv:} in front and the ending may be there. */
    static Optional<String> file(String name) {
        String bare = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        boolean ended = bare.toLowerCase(Locale.ROOT).endsWith(ENDING);
        return FileName.of(ended ? bare.substring(0, bare.length() - ENDING.length()) : bare)
                .map(path -> path + ENDING);
    }

    /** Whether clients may record under this name. */
    public boolean mayRecord(String name) {
        return record && file(name).isPresent();
    }

    /**
     * Begins to record, behind whoever still writes the same file.
     *
     * @param name for which {@link #mayRecord} is true
     * @param append whether what is there is kept, and goes on
     * @param loop where frames come from and the listener is
     * @return empty when there is too much to do
     */
    public Optional<RecordingProxy> record(
            String name, boolean append, Loop loop, RecordingListener listener) {
        Optional<FileProxy> place = library.disk().open(RecordingProxy.MOST_FRAMES);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        FileProxy writes = place.get();
        String file = file(name).orElseThrow();
        String key = folder.root().resolve(file).toString();
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> before = library.writers().put(key, mine);
        if (before != null) {
            writes.hold();
        }
        Recorder recorder = new Recorder(folder, space, file, append, library.mark());
        RecordingProxy recording =
                new RecordingProxy(
                        "/" + application + "/" + file,
                        writes,
                        recorder,
                        loop,
                        listener,
                        () -> {
                            library.writers().remove(key, mine);
                            mine.complete(null);
                        });
        if (before != null) {
            before.thenRun(writes::release);
        }
        return Optional.of(recording);
    }
}
