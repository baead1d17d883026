package io.cumulonimbus.link.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What becomes of an edge's questions where clients belong. */
class OpenQuestionsTest {
    private static final RouteQuestion QUESTION = new RouteQuestion(Protocol.RTMFP, new byte[] {1});
    private static final RouteAnswer ELSEWHERE = new RouteAnswer("10.0.0.2:1936", 3);

    private final OpenQuestions questions = new OpenQuestions();
    private final List<RouteAnswer> answers = new ArrayList<>();

    @Test
    void aQuestionIsAnsweredOnce() {
        questions.ask(QUESTION, answers::add, 0);
        long number = questions.next().number();
        assertThat(questions.next()).isNull();
        questions.answered(number, ELSEWHERE);
        questions.answered(number, RouteAnswer.HERE);
        questions.expire(Long.MAX_VALUE / 2);
        questions.giveUp();
        assertThat(answers).containsExactly(ELSEWHERE);
    }

    @Test
    void whoIsNotAnsweredInTimeGoesOnHere() {
        questions.ask(QUESTION, answers::add, 0);
        questions.ask(QUESTION, answers::add, 5);
        questions.expire(OpenQuestions.PATIENCE_NS);
        assertThat(answers).containsExactly(RouteAnswer.HERE);
        assertThat(questions.size()).isEqualTo(1);
        assertThat(questions.next().number()).as("the one that still waits").isEqualTo(2);
        assertThat(questions.next()).isNull();
    }

    @Test
    void anotherOriginIsAskedAgain() {
        questions.ask(QUESTION, answers::add, 0);
        long number = questions.next().number();
        questions.again();
        assertThat(questions.next().number()).isEqualTo(number);
        questions.answered(number, ELSEWHERE);
        questions.again();
        assertThat(questions.next()).isNull();
    }

    @Test
    void tooManyAreNotAsked() {
        for (int i = 0; i < OpenQuestions.MOST; i++) {
            assertThat(questions.ask(QUESTION, answers::add, 0)).isTrue();
        }
        assertThat(questions.ask(QUESTION, answers::add, 0)).isFalse();
        assertThat(answers).containsExactly(RouteAnswer.HERE);
        questions.giveUp();
        assertThat(answers).hasSize(OpenQuestions.MOST + 1);
        assertThat(questions.next()).isNull();
    }

    @Test
    void anOriginTakesNoMoreThanThat() {
        Answers side = new Answers(() -> {});
        List<Consumer<RouteAnswer>> asked = new ArrayList<>();
        side.knownBy((question, answer) -> asked.add(answer));
        for (int i = 1; i <= OpenQuestions.MOST; i++) {
            assertThat(side.asked(i, QUESTION)).isTrue();
        }
        assertThat(side.asked(0, QUESTION)).isFalse();
        asked.get(0).accept(ELSEWHERE);
        assertThat(side.next()).isEqualTo(new Answers.Numbered(1, ELSEWHERE));
        assertThat(side.asked(9999, QUESTION)).isTrue();
    }
}
