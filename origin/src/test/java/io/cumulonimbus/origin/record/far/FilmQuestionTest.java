package io.cumulonimbus.origin.record.far;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.origin.record.FilmPiece;
import io.cumulonimbus.origin.record.FilmPlace;
import io.cumulonimbus.testkit.SeededTest;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What origins ask each other about recordings, and what they make of answers. */
class FilmQuestionTest {
    @Test
    void questionsComeBackAsTheyWent() {
        for (FilmQuestion question :
                List.of(
                        new FilmQuestion.Open("", "a.flv"),
                        new FilmQuestion.Open("live/höher", "2026/may/film.flv"),
                        new FilmQuestion.Read(-7, 4096),
                        new FilmQuestion.Seek(7, Long.MAX_VALUE),
                        new FilmQuestion.Close(Long.MIN_VALUE))) {
            assertThat(FilmQuestion.read(question.toBytes())).contains(question);
        }
    }

    @SeededTest(seeds = 50)
    void whatMakesNoSenseIsNothingAndBreaksNothing(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
        if (bytes.length > 0) {
            bytes[0] = (byte) random.nextInt(6);
        }
        FilmQuestion.read(bytes);
        assertThat(FilmAnswer.piece(Optional.of(bytes)).tags()).isEmpty();
        assertThat(FilmAnswer.Opened.of(bytes).isPresent()).isEqualTo(bytes.length == 16);
        assertThat(FilmQuestion.read(new byte[] {1, 127, 127, 0})).isEmpty();
        assertThat(FilmQuestion.read(new byte[] {1, -1, -1, 0})).isEmpty();
    }

    @Test
    void anAnswerThatDoesNotComeIsTheEndOfTheFilm() {
        assertThat(FilmAnswer.piece(Optional.empty())).isEqualTo(new FilmPiece(List.of(), true));
        assertThat(FilmAnswer.piece(Optional.of(FilmAnswer.NOTHING)).last()).isTrue();
        assertThat(FilmAnswer.place(Optional.empty())).isEqualTo(new FilmPlace(0, List.of()));
    }
}
