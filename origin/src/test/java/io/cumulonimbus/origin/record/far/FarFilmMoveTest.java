package io.cumulonimbus.origin.record.far;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.record.FilmPiece;
import io.cumulonimbus.origin.record.FilmPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A film that another origin has open for a viewer here, when that origin is lost. */
class FarFilmMoveTest {
    private static final int TAGS = 20;
    private static final int KEY_EVERY = 5;

    private final Keeper first = new Keeper();
    private final Keeper second = new Keeper();

    private final List<Consumer<Optional<FarFilm.Copy>>> looking = new ArrayList<>();
    private final List<String> got = new ArrayList<>();
    private final FarFilm film = new FarFilm(first.copy(), looking::add);

    /** Two tags for each millisecond, a key frame every five; read two tags at a time. */
    private static final class Keeper {
        private int at;
        private boolean lost;
        private boolean closed;

        FarFilm.Copy copy() {
            return new FarFilm.Copy(
                    new NodeId("n", 1), this::ask, new FilmAnswer.Opened(7, TAGS / 2));
        }

        private void ask(FilmQuestion question, Consumer<Optional<byte[]>> answer) {
            if (lost) {
                answer.accept(Optional.empty());
                return;
            }
            answer.accept(Optional.of(answer(question)));
        }

        private byte[] answer(FilmQuestion question) {
            return switch (question) {
                case FilmQuestion.Open q -> throw new AssertionError("opened already");
                case FilmQuestion.Close q -> {
                    closed = true;
                    yield FilmAnswer.NOTHING;
                }
                case FilmQuestion.Seek q -> {
                    at = (int) (q.ms() / KEY_EVERY * KEY_EVERY * 2);
                    yield FilmAnswer.of(new FilmPlace(at / 2, List.of()));
                }
                case FilmQuestion.Read q -> {
                    List<FlvTag> tags = new ArrayList<>();
                    for (int i = 0; i < 3 && at < TAGS; i++) {
                        tags.add(new FlvTag(FlvTag.VIDEO, false, at / 2, new byte[] {(byte) at++}));
                    }
                    yield FilmAnswer.of(new FilmPiece(tags, at == TAGS));
                }
            };
        }
    }

    private void read() {
        film.read(
                100,
                piece -> {
                    piece.tags().forEach(tag -> got.add("" + tag.data()[0]));
                    if (piece.last()) {
                        got.add("end");
                    }
                });
    }

    private void readToTheEnd() {
        for (int i = 0; i < 100 && !got.contains("end"); i++) {
            read();
        }
    }

    private void found(Optional<Keeper> other) {
        assertThat(looking).hasSize(1);
        looking.remove(0).accept(other.map(Keeper::copy));
    }

    private static List<String> all(int from) {
        List<String> all = new ArrayList<>();
        for (int i = from; i < TAGS; i++) {
            all.add("" + i);
        }
        all.add("end");
        return all;
    }

    @Test
    void itGoesOnBehindTheLastTagThatWasReadWhereverThatWas() {
        for (int before = 0; before < 6; before++) {
            FarFilmMoveTest one = new FarFilmMoveTest();
            for (int i = 0; i < before; i++) {
                one.read();
            }
            one.first.lost = true;
            one.read();
            one.found(Optional.of(one.second));
            one.readToTheEnd();
            assertThat(one.got).as("after %s pieces", before).isEqualTo(all(0));
            assertThat(one.film.isLost()).isFalse();
        }
    }

    @Test
    void whoHasGoneElsewhereGoesOnFromThere() {
        read();
        List<Long> places = new ArrayList<>();
        film.seek(7, place -> places.add(place.ms()));
        got.clear();
        first.lost = true;
        read();
        film.seek(8, place -> places.add(place.ms()));
        assertThat(places).as("the copy is looked for").containsExactly(5L);
        found(Optional.of(second));
        assertThat(places).containsExactly(5L, 5L);
        got.clear();
        readToTheEnd();
        assertThat(got).isEqualTo(all(10));
    }

    @Test
    void itEndsWhenNobodyHasIt() {
        read();
        first.lost = true;
        read();
        found(Optional.empty());
        assertThat(got).containsExactly("0", "1", "2", "end");
        assertThat(film.isLost()).isTrue();
        read();
        film.seek(1, place -> got.add("at " + place.ms()));
        assertThat(got).containsExactly("0", "1", "2", "end", "end", "at 0");
        assertThat(looking).isEmpty();
    }

    @Test
    void copiesOfWhichNothingCanBeReadAreNotTriedForever() {
        read();
        first.lost = true;
        second.lost = true;
        read();
        for (int i = 0; !film.isLost(); i++) {
            assertThat(i).isLessThan(10);
            found(Optional.of(second));
        }
        assertThat(got).endsWith("end");
        assertThat(looking).isEmpty();
    }

    @Test
    void whoLeavesMeanwhileGetsItsAnswersAndTheNextCopyIsGivenBack() {
        read();
        first.lost = true;
        read();
        film.close();
        found(Optional.of(second));
        assertThat(second.closed).isTrue();
        assertThat(got).endsWith("end");
    }
}
