package io.cumulonimbus.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.link.route.RouteAnswer;
import io.cumulonimbus.link.route.RouteQuestion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Edges that ask where clients belong, over a link. */
class LinkRouteTest {
    private static final RouteAnswer ELSEWHERE = new RouteAnswer("10.0.0.2:1936", 3);

    private final LinkPair pair = LinkPair.lasting(1, 10_000);
    private final List<RouteAnswer> answers = new ArrayList<>();
    private final List<RouteQuestion> asked = new ArrayList<>();
    private final List<Consumer<RouteAnswer>> waiting = new ArrayList<>();

    private void ask(int length) {
        RouteQuestion question = new RouteQuestion(Protocol.RTMPT, new byte[length]);
        pair.edge.session.routes().ask(question, answers::add);
        pair.settle();
    }

    private void laterAnswering() {
        pair.origin
                .session
                .routes()
                .knownBy(
                        (question, answer) -> {
                            asked.add(question);
                            waiting.add(answer);
                        });
    }

    @Test
    void anOriginAloneSaysThatItIsTheHome() {
        pair.settle();
        ask(10);
        assertThat(answers).containsExactly(RouteAnswer.HERE);
    }

    @Test
    void theOpeningArrivesAsItIsAndTheAnswerToo() {
        laterAnswering();
        pair.settle();
        ask(RouteQuestion.MAX_OPENING);
        assertThat(asked.get(0).protocol()).isEqualTo(Protocol.RTMPT);
        assertThat(asked.get(0).opening()).hasSize(RouteQuestion.MAX_OPENING);
        assertThat(answers).isEmpty();
        waiting.get(0).accept(ELSEWHERE);
        pair.settle();
        assertThat(answers).containsExactly(ELSEWHERE);
    }

    @Test
    void whoseOriginSaysNothingGoesOnThere() {
        laterAnswering();
        pair.settle();
        ask(10);
        pair.run(4_000);
        assertThat(answers).containsExactly(RouteAnswer.HERE);
        waiting.get(0).accept(ELSEWHERE);
        pair.settle();
        assertThat(answers).containsExactly(RouteAnswer.HERE);
    }

    @Test
    void anOriginSaysWhereClientsWillBelongWithoutBeingAsked() {
        laterAnswering();
        pair.settle();
        ask(10);
        pair.origin.session.routes().expect(ELSEWHERE);
        pair.settle();
        assertThat(pair.edge.expected).containsExactly(ELSEWHERE.home());
        assertThat(answers).isEmpty();
        waiting.get(0).accept(RouteAnswer.HERE);
        pair.settle();
        assertThat(answers).containsExactly(RouteAnswer.HERE);
        assertThat(pair.edge.expected).hasSize(1);
    }

    @Test
    void whatAnEdgeDoesNotTakeIsNotKeptWithoutEnd() {
        pair.settle();
        pair.cut(true);
        for (int i = 0; i < 5_000; i++) {
            pair.origin.session.routes().expect(ELSEWHERE);
        }
        pair.reconnect();
        pair.settle();
        assertThat(pair.edge.expected).hasSizeLessThan(1_100);
        assertThat(pair.edge.lost).isEmpty();
    }

    @Test
    void aQuestionThatGotLostWithItsConnectionIsAskedAgain() {
        laterAnswering();
        pair.settle();
        ask(10);
        pair.cut(true);
        pair.reconnect();
        pair.settle();
        assertThat(waiting).hasSize(2);
        waiting.get(0).accept(ELSEWHERE);
        waiting.get(1).accept(ELSEWHERE);
        pair.settle();
        assertThat(answers).containsExactly(ELSEWHERE);
        assertThat(pair.edge.session.isEstablished()).isTrue();
    }

    @Test
    void nobodyWaitsForALinkThatIsOver() {
        laterAnswering();
        pair.settle();
        ask(10);
        pair.edge.session.close();
        ask(10);
        assertThat(answers).containsExactly(RouteAnswer.HERE, RouteAnswer.HERE);
    }
}
