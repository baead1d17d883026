package io.cumulonimbus.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.link.LinkLimits;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.ask.Asking;
import io.cumulonimbus.link.ask.Respondent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What one origin asks another over a link. */
class LinkQuestionsTest {
    private final List<Optional<byte[]>> answers = new ArrayList<>();
    private final List<byte[]> asked = new ArrayList<>();
    private final List<Consumer<byte[]>> waiting = new ArrayList<>();
    private int gone;

    private LinkPair pair(LinkRole role) {
        LinkPair pair =
                new LinkPair(
                        1,
                        LinkPair.config(role, "s", LinkLimits.DEFAULT),
                        LinkPair.config(LinkRole.ORIGIN, "s", LinkLimits.DEFAULT));
        pair.origin
                .session
                .questions()
                .answeredBy(
                        new Respondent() {
                            @Override
                            public void asked(byte[] question, Consumer<byte[]> answer) {
                                asked.add(question);
                                waiting.add(answer);
                            }

                            @Override
                            public void gone() {
                                gone++;
                            }
                        });
        pair.settle();
        gone = 0;
        return pair;
    }

    private void ask(LinkPair pair, int length) {
        pair.edge.session.questions().ask(new byte[length], answers::add);
    }

    @Test
    void longAnswersArriveWholeAndInTheirPlace() {
        LinkPair pair = pair(LinkRole.FELLOW);
        byte[] one = new byte[3_000_000];
        new Random(1).nextBytes(one);
        byte[] two = {1, 2, 3};
        ask(pair, 7);
        ask(pair, Asking.MAX_QUESTION);
        ask(pair, 0);
        pair.settle();
        assertThat(asked).extracting(q -> q.length).containsExactly(7, Asking.MAX_QUESTION, 0);
        waiting.get(1).accept(two);
        waiting.get(0).accept(one);
        waiting.get(2).accept(new byte[0]);
        pair.settle();
        assertThat(answers).hasSize(3);
        assertThat(answers.get(0)).hasValue(two);
        assertThat(answers.get(1)).hasValue(one);
        assertThat(answers.get(2)).hasValue(new byte[0]);
    }

    @Test
    void soManyAreUnderWayAndTheOthersFollow() {
        LinkPair pair = pair(LinkRole.FELLOW);
        for (int i = 0; i < 200; i++) {
            ask(pair, 1);
        }
        pair.settle();
        assertThat(asked).hasSize(Asking.MOST_OPEN);
        for (int i = 0; i < 200; i++) {
            waiting.get(i).accept(new byte[] {(byte) i});
            pair.settle();
        }
        assertThat(answers).hasSize(200);
        for (int i = 0; i < 200; i++) {
            assertThat(answers.get(i)).hasValue(new byte[] {(byte) i});
        }
    }

    @Test
    void everyQuestionIsAnsweredWhenTheLinkIsLost() {
        LinkPair pair = pair(LinkRole.FELLOW);
        for (int i = 0; i < 100; i++) {
            ask(pair, 1);
        }
        pair.settle();
        pair.cut(true);
        assertThat(answers).hasSize(100).allMatch(Optional::isEmpty);
        assertThat(gone).isOne();
        waiting.get(0).accept(new byte[1]);
        ask(pair, 1);
        assertThat(answers).as("there is no link").hasSize(101).allMatch(Optional::isEmpty);
    }

    @Test
    void edgesMayNotAsk() {
        LinkPair pair = pair(LinkRole.EDGE);
        ask(pair, 1);
        pair.settle();
        assertThat(asked).isEmpty();
        assertThat(pair.origin.lost).contains(LinkLoss.MALFORMED);
    }

    @Test
    void nothingIsKnownWhereNobodyAnswers() {
        LinkPair pair =
                new LinkPair(
                        1,
                        LinkPair.config(LinkRole.FELLOW, "s", LinkLimits.DEFAULT),
                        LinkPair.config(LinkRole.ORIGIN, "s", LinkLimits.DEFAULT));
        pair.settle();
        ask(pair, 1);
        pair.settle();
        assertThat(answers).hasSize(1);
        assertThat(answers.get(0)).hasValue(new byte[0]);
    }
}
