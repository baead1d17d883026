package io.cumulonimbus.origin.record.far;

import io.cumulonimbus.link.ask.Respondent;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.record.MediaLibrary;
import io.cumulonimbus.origin.record.PlayableFilm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Plays this origin's recordings to another origin by one link: keeps open what its viewers have
 * open. Owned by the link's loop.
 */
final class FilmKeeper implements Respondent {
    /** Films that the viewers of one loop may have open here. */
    static final int MOST_FILMS = 1024;

    /** Bytes that are read at once at most. */
    private static final int MOST_READ = 128 << 10;

    private final MediaLibrary media;
    private final Predicate<String> known;
    private final Loop loop;
    private final Map<Long, PlayableFilm> films = new HashMap<>();
    private long number;
    private long round;
    private int opening;

    /**
     * @param known whether there is an application of this path
     * @param first number of the first film, random: nobody asks by it who had one before
     */
    FilmKeeper(MediaLibrary media, Predicate<String> known, Loop loop, long first) {
        this.media = media;
        this.known = known;
        this.loop = loop;
        this.number = first;
    }

    @Override
    public void asked(byte[] question, Consumer<byte[]> answer) {
        Optional<FilmQuestion> asked = FilmQuestion.read(question);
        if (asked.isEmpty()) {
            answer.accept(FilmAnswer.NOTHING);
            return;
        }
        switch (asked.get()) {
            case FilmQuestion.Open q -> open(q, answer);
            case FilmQuestion.Read q -> {
                int bytes = Math.min(Math.max(1, q.bytes()), MOST_READ);
                film(q.film(), answer)
                        .ifPresent(f -> f.read(bytes, p -> answer.accept(FilmAnswer.of(p))));
            }
            case FilmQuestion.Seek q ->
                    film(q.film(), answer)
                            .ifPresent(
                                    f ->
                                            f.seek(
                                                    Math.max(0, q.ms()),
                                                    p -> answer.accept(FilmAnswer.of(p))));
            case FilmQuestion.Close q -> {
                Optional.ofNullable(films.remove(q.film())).ifPresent(PlayableFilm::close);
                answer.accept(FilmAnswer.NOTHING);
            }
        }
    }

    private Optional<PlayableFilm> film(long asked, Consumer<byte[]> answer) {
        Optional<PlayableFilm> film = Optional.ofNullable(films.get(asked));
        if (film.isEmpty()) {
            answer.accept(FilmAnswer.NOTHING);
        }
        return film;
    }

    private void open(FilmQuestion.Open wanted, Consumer<byte[]> answer) {
        if (!known.test(wanted.application()) || films.size() + opening >= MOST_FILMS) {
            answer.accept(FilmAnswer.NOTHING);
            return;
        }
        long of = round;
        opening++;
        boolean asked =
                media.of(wanted.application())
                        .findHere(
                                wanted.file(),
                                loop,
                                film -> {
                                    opening--;
                                    answer.accept(opened(film, of));
                                });
        if (!asked) {
            opening--;
            answer.accept(FilmAnswer.NOTHING);
        }
    }

    private byte[] opened(Optional<PlayableFilm> film, long of) {
        if (film.isEmpty() || of != round) {
            film.ifPresent(PlayableFilm::close);
            return FilmAnswer.NOTHING;
        }
        films.put(++number, film.get());
        return new FilmAnswer.Opened(number, film.get().durationMs()).toBytes();
    }

    @Override
    public void gone() {
        round++;
        List.copyOf(films.values()).forEach(PlayableFilm::close);
        films.clear();
    }
}
