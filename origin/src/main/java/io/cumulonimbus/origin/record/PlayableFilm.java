package io.cumulonimbus.origin.record;

import java.util.function.Consumer;

/**
 * A recording that one viewer plays, here or at another origin. What is asked is answered on the
 * viewer's loop, in order, once each; who asks has one question of each kind open at a time. To be
 * closed. Owned by the viewer's loop.
 */
public interface PlayableFilm {
    /** The time of its last tag, in milliseconds. */
    long durationMs();

    /** Whether it ended before its end, because nobody has it any more. */
    default boolean isLost() {
        return false;
    }

    /** Reads on, about so many bytes. */
    void read(int bytes, Consumer<FilmPiece> answer);

    /**
     * Goes to the last key frame that is not behind this time, or the first of all; for a film
     * without pictures, to any time.
     */
    void seek(long ms, Consumer<FilmPlace> answer);

    /** Gives it back; questions are still answered. */
    void close();
}
