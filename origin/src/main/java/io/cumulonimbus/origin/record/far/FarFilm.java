package io.cumulonimbus.origin.record.far;

import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.record.FilmPiece;
import io.cumulonimbus.origin.record.FilmPlace;
import io.cumulonimbus.origin.record.PlayableFilm;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * A recording that another origin has open for one viewer here. When that origin is lost, or knows
 * of it no more, the film goes on from another copy, behind the last tag that was read; if there is
 * none it ends where it is. Owned by the viewer's loop.
 */
final class FarFilm implements PlayableFilm {
    /** So often another copy is opened of which nothing can be read. */
    private static final int MOST_VAIN = 4;

    private static final FilmPiece END = new FilmPiece(List.of(), true);

    private final Copies copies;
    private final Copy first;
    private final Queue<Runnable> waiting = new ArrayDeque<>(2);
    private Copy copy;

    /** The time of the last tag that was read, and how many were of that time. */
    private long readMs = -1;

    private int readThen;

    /** What the next copy is not to bring again. */
    private long skippedMs = -1;

    private int skippedThen;
    private int vain;
    private boolean moving;
    private boolean lost;
    private boolean closed;

    /** The way to an origin that has it, on the viewer's loop. */
    @FunctionalInterface
    interface Way {
        /** Answers once, on the loop; with nothing when the link is lost. */
        void ask(FilmQuestion question, Consumer<Optional<byte[]>> answer);
    }

    /** What one origin has open for the viewer. */
    record Copy(NodeId at, Way way, FilmAnswer.Opened film) {
        void close() {
            way.ask(new FilmQuestion.Close(film.number()), told -> {});
        }
    }

    /** Looks for others when one is lost. */
    @FunctionalInterface
    interface Copies {
        /**
         * Opens one; answers once, on the loop, at once or later, with nothing if there is none.
         */
        void open(Consumer<Optional<Copy>> answer);
    }

    FarFilm(Copy first, Copies copies) {
        this.first = first;
        this.copy = first;
        this.copies = copies;
    }

    @Override
    public long durationMs() {
        return first.film.durationMs();
    }

    @Override
    public boolean isLost() {
        return lost;
    }

    @Override
    public void read(int bytes, Consumer<FilmPiece> answer) {
        if (lost || closed) {
            answer.accept(END);
        } else if (moving) {
            waiting.add(() -> read(bytes, answer));
        } else {
            Copy asked = copy;
            asked.way.ask(
                    new FilmQuestion.Read(asked.film.number(), bytes),
                    told -> {
                        if (closed || FilmAnswer.isThere(told)) {
                            answer.accept(taken(FilmAnswer.piece(told)));
                        } else {
                            leave(asked, () -> read(bytes, answer));
                        }
                    });
        }
    }

    private FilmPiece taken(FilmPiece piece) {
        vain = 0;
        return new FilmPiece(piece.tags().stream().filter(this::isNew).toList(), piece.last());
    }

    private boolean isNew(FlvTag tag) {
        long ms = Integer.toUnsignedLong(tag.timestamp());
        if (ms < skippedMs) {
            return false;
        }
        if (ms == skippedMs && skippedThen > 0) {
            skippedThen--;
            return false;
        }
        readThen = ms == readMs ? readThen + 1 : 1;
        readMs = ms;
        return true;
    }

    @Override
    public void seek(long ms, Consumer<FilmPlace> answer) {
        if (lost || closed) {
            answer.accept(new FilmPlace(0, List.of()));
        } else if (moving) {
            waiting.add(() -> seek(ms, answer));
        } else {
            Copy asked = copy;
            asked.way.ask(
                    new FilmQuestion.Seek(asked.film.number(), ms),
                    told -> {
                        if (closed || FilmAnswer.isThere(told)) {
                            FilmPlace place = FilmAnswer.place(told);
                            readMs = place.ms() - 1;
                            readThen = 0;
                            skippedMs = -1;
                            answer.accept(place);
                        } else {
                            leave(asked, () -> seek(ms, answer));
                        }
                    });
        }
    }

    /** A copy cannot be read any more: what was asked of it is asked of the next one. */
    private void leave(Copy from, Runnable question) {
        waiting.add(question);
        if (moving) {
            return;
        }
        if (from != copy || lost || closed) {
            askAgain();
            return;
        }
        moving = true;
        if (++vain > MOST_VAIN) {
            end();
        } else {
            copies.open(next -> next.ifPresentOrElse(this::goOn, this::end));
        }
    }

    private void goOn(Copy next) {
        if (closed) {
            next.close();
            end();
            return;
        }
        copy = next;
        if (readMs < 0) {
            moving = false;
            askAgain();
            return;
        }
        next.way.ask(
                new FilmQuestion.Seek(next.film.number(), readMs),
                told -> {
                    moving = false;
                    if (FilmAnswer.isThere(told)) {
                        skippedMs = readMs;
                        skippedThen = readThen;
                        askAgain();
                    } else {
                        leave(next, () -> {});
                    }
                });
    }

    private void end() {
        moving = false;
        lost = true;
        askAgain();
    }

    private void askAgain() {
        List<Runnable> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(Runnable::run);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (!moving && !lost) {
                copy.close();
            }
        }
    }
}
