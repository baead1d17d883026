package io.cumulonimbus.origin.record;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.disk.FileProxy;
import io.cumulonimbus.origin.disk.SafeFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a film that one viewer plays, from the viewer's loop and back. What is asked is
 * answered in order, once each; bounded by who asks: one question at a time of each kind. To be
 * closed.
 */
final class FilmProxy implements PlayableFilm {
    private static final Logger LOG = LoggerFactory.getLogger(FilmProxy.class);

    /** Tags of the index between which other films have their turn. */
    private static final int INDEX_TAGS = 4096;

    private final FileProxy file;
    private final Film film;
    private final Loop loop;
    private boolean closed; // of the loop

    private FilmProxy(FileProxy file, Film film, Loop loop) {
        this.file = file;
        this.film = film;
        this.loop = loop;
    }

    /** Opens a film of this folder, if it is there, and answers on the loop. */
    static void open(
            SafeFolder folder,
            String name,
            FileProxy place,
            Loop loop,
            Consumer<Optional<PlayableFilm>> answer) {
        place.insist(
                () -> {
                    Optional<PlayableFilm> film = open(folder, name).map(f -> of(place, f, loop));
                    if (film.isEmpty()) {
                        place.close(() -> {});
                    }
                    loop.execute(() -> answer.accept(film));
                });
    }

    private static PlayableFilm of(FileProxy place, Film film, Loop loop) {
        return new FilmProxy(place, film, loop);
    }

    private static Optional<Film> open(SafeFolder folder, String name) {
        try {
            Optional<Path> path = folder.find(name);
            return path.isEmpty() ? Optional.empty() : Optional.of(new Film(path.get()));
        } catch (IOException e) {
            LOG.debug("A film cannot be opened", e);
            return Optional.empty();
        }
    }

    @Override
    public long durationMs() {
        return film.durationMs();
    }

    @Override
    public void read(int bytes, Consumer<FilmPiece> answer) {
        file.insist(
                () -> {
                    FilmPiece piece = read(bytes);
                    loop.execute(() -> answer.accept(piece));
                });
    }

    private FilmPiece read(int bytes) {
        try {
            return film.read(bytes);
        } catch (IOException e) {
            LOG.debug("A film cannot be read on", e);
            return new FilmPiece(List.of(), true);
        }
    }

    @Override
    public void seek(long ms, Consumer<FilmPlace> answer) {
        file.insist(() -> look(ms, answer));
    }

    private void look(long ms, Consumer<FilmPlace> answer) {
        try {
            if (!film.find(ms, INDEX_TAGS)) {
                file.insist(() -> look(ms, answer));
                return;
            }
            FilmPlace place = film.seek(ms);
            loop.execute(() -> answer.accept(place));
        } catch (IOException e) {
            LOG.debug("A film cannot be searched", e);
            loop.execute(() -> answer.accept(new FilmPlace(0, List.of())));
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            file.close(this::end);
        }
    }

    private void end() {
        try {
            film.close();
        } catch (IOException e) {
            LOG.debug("A film cannot be closed", e);
        }
    }
}
