package io.cumulonimbus.rtmfp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import org.junit.jupiter.api.Test;

class SparesTest {
    private static final Message TEN_BYTES = Message.of(new byte[10]);

    private final Spares spares = new Spares();

    @Test
    void aMessageIsUsedAgainOnceAllItsFragmentsWereAcknowledged() {
        QueuedMessage message = spares.message(TEN_BYTES, Deadline.finishWithin(1));
        Fragment first = cut(message, 1, 4);
        Fragment second = cut(message, 2, 6);

        spares.release(first);
        assertThat(spares.message(TEN_BYTES, Deadline.NONE)).isNotSameAs(message);

        spares.release(second);
        QueuedMessage again = spares.message(Message.of(new byte[3]), Deadline.NONE);
        assertThat(again).isSameAs(message);
        assertThat(again.remaining()).isEqualTo(3);
        assertThat(again.started()).isFalse();
        assertThat(again.expires()).isFalse();
        assertThat(again.expiry()).isEqualTo(QueuedMessage.NEVER);
    }

    @Test
    void aFragmentIsAsNewWhenItIsUsedAgain() {
        Fragment fragment = cut(spares.message(TEN_BYTES, Deadline.NONE), 1, 10);
        fragment.naks = 2;
        fragment.transmission = 9;
        fragment.inFlight = true;
        spares.release(fragment);

        Fragment again = cut(spares.message(TEN_BYTES, Deadline.NONE), 2, 4);
        assertThat(again).isSameAs(fragment);
        assertThat(again.number).isEqualTo(2);
        assertThat(again.wasSent()).isFalse();
        assertThat(again.inFlight).isFalse();
        assertThat(again.naks).isZero();
        assertThat(again.sentAfter).isNull();
    }

    @Test
    void whatIsTakenLeavesTheOtherSparesBehind() {
        spares.release(cut(spares.message(TEN_BYTES, Deadline.NONE), 1, 10));
        Fragment kept = cut(spares.message(TEN_BYTES, Deadline.NONE), 2, 10);
        Fragment other = cut(spares.message(TEN_BYTES, Deadline.NONE), 3, 10);
        spares.release(kept);
        spares.release(other);

        QueuedMessage message = spares.message(TEN_BYTES, Deadline.NONE);
        assertThat(message.behind).isNull();
        assertThat(cut(message, 4, 10).sentAfter).isNull();
    }

    @Test
    void anAbandonedMessageIsNotUsedAgain() {
        QueuedMessage message = spares.message(TEN_BYTES, Deadline.NONE);
        Fragment fragment = cut(message, 1, 10);
        message.abandon();
        spares.release(fragment);

        assertThat(spares.message(TEN_BYTES, Deadline.NONE)).isNotSameAs(message);
    }

    private Fragment cut(QueuedMessage message, long number, int length) {
        Fragment fragment = spares.fragment(null, message, number, length);
        message.cut(length);
        return fragment;
    }
}
