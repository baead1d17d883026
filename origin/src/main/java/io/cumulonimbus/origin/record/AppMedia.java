package io.cumulonimbus.origin.record;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.disk.FileName;
import io.cumulonimbus.origin.disk.FileProxy;
import io.cumulonimbus.origin.disk.SafeFolder;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/** The recorded streams of one application. Any thread. */
public final class AppMedia {
    private static final String ENDING = ".flv";
    private static final String PREFIX = "flv:";
    private static final int FILM_TASKS = 4;

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

    /**
     * Opens what was recorded under a name, here or at another origin; answers false, and the
     * answer does not come, when there is too much to do. A film that is answered is the caller's
     * to close.
     */
    public boolean find(String name, Loop replyTo, Consumer<Optional<PlayableFilm>> answer) {
        return findHere(
                name,
                replyTo,
                film -> {
                    if (film.isPresent()) {
                        answer.accept(film);
                    } else {
                        findElsewhere(name, replyTo, answer);
                    }
                });
    }

    private void findElsewhere(String name, Loop replyTo, Consumer<Optional<PlayableFilm>> answer) {
        file(name)
                .ifPresentOrElse(
                        file -> library.far(replyTo).find(application, file, answer),
                        () -> answer.accept(Optional.empty()));
    }

    /** The same of what this origin has. */
    public boolean findHere(String name, Loop replyTo, Consumer<Optional<PlayableFilm>> answer) {
        Optional<String> file = file(name);
        if (file.isEmpty()) {
            answer.accept(Optional.empty());
            return true;
        }
        Optional<FileProxy> place = library.disk().open(FILM_TASKS);
        place.ifPresent(p -> FilmProxy.open(folder, file.get(), p, replyTo, answer));
        return place.isPresent();
    }

    /** Answers whether this origin has it; false, and no answer, when there is too much to do. */
    public boolean holds(String name, Loop replyTo, Consumer<Boolean> answer) {
        return library.disk()
                .ask(() -> file(name).filter(this::isThere).isPresent(), replyTo, answer);
    }

    private boolean isThere(String file) {
        try {
            return folder.find(file).isPresent();
        } catch (IOException elsewhere) {
            return false;
        }
    }

    /**
     * Tells the length in seconds of what was recorded under a name, 0 when there is no such;
     * answers false, and the answer does not come, when there is too much to do.
     */
    public boolean length(String name, Loop replyTo, DoubleConsumer answer) {
        return find(
                name,
                replyTo,
                film -> {
                    film.ifPresent(PlayableFilm::close);
                    answer.accept(film.map(PlayableFilm::durationMs).orElse(0L) / 1000.0);
                });
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
