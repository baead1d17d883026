package io.cumulonimbus.origin.record.far;

import io.cumulonimbus.origin.record.FilmPiece;
import io.cumulonimbus.origin.record.FilmPlace;
import io.cumulonimbus.origin.record.PlayableFilm;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A recording that another origin has open for one viewer here. It ends where it is when the link
 * to that origin is lost.
 */
final class FarFilm implements PlayableFilm {
    private final Way way;
    private final FilmAnswer.Opened film;
    private boolean closed;

    /** The way to the origin that has it, on the viewer's loop. */
    @FunctionalInterface
    interface Way {
        /** Answers once, on the loop; with nothing when the link is lost. */
        void ask(FilmQuestion question, Consumer<Optional<byte[]>> answer);
    }

    FarFilm(Way way, FilmAnswer.Opened film) {
        this.way = way;
        this.film = film;
    }

    @Override
    public long durationMs() {
        return film.durationMs();
    }

    @Override
    public void read(int bytes, Consumer<FilmPiece> answer) {
        way.ask(
                new FilmQuestion.Read(film.number(), bytes),
                told -> answer.accept(FilmAnswer.piece(told)));
    }

    @Override
    public void seek(long ms, Consumer<FilmPlace> answer) {
        way.ask(
                new FilmQuestion.Seek(film.number(), ms),
                told -> answer.accept(FilmAnswer.place(told)));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            way.ask(new FilmQuestion.Close(film.number()), told -> {});
        }
    }
}
