package io.cumulonimbus.origin.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is known of one client's attempts to reach another. */
class MeetingsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final PeerId WANTED = new PeerId(new byte[32]);
    private static final byte[] TAG = {1};

    private final Meetings meetings = new Meetings();
    private NatMapping own = NatMapping.UNKNOWN;
    private long now;

    @Test
    void whoSoonAsksNoMoreHasArrived() {
        asks();
        told();
        now += SECOND;
        assertThat(asks()).isEmpty();
        told();
        assertThat(connectivity()).isEqualTo(Connectivity.UNDER_WAY);
        now += Meetings.QUIET_NS;
        assertThat(connectivity()).isEqualTo(Connectivity.DIRECT);
        assertThat(meetings.reports(now).get(0).asked()).isEqualTo(2);
    }

    @Test
    void whoGoesOnAskingHasNotWhichIsSaidOnce() {
        asks();
        told();
        now += Meetings.PATIENCE_NS;
        assertThat(asks()).contains(IntroductionOutcome.NO_ANSWER);
        told();
        now += SECOND;
        assertThat(asks()).isEmpty();
        now += Meetings.QUIET_NS;
        assertThat(connectivity()).isEqualTo(Connectivity.FAILED);
        assertThat(outcome()).isEqualTo(IntroductionOutcome.NO_ANSWER);
    }

    @Test
    void theReasonNamesSymmetricTranslators() {
        asks();
        told();
        own = NatMapping.DEPENDENT;
        meetings.othersMapping(TAG, NatMapping.DEPENDENT);
        now += Meetings.PATIENCE_NS;
        assertThat(asks()).contains(IntroductionOutcome.BOTH_SYMMETRIC);
    }

    @Test
    void oneSymmetricTranslatorIsEnough() {
        asks();
        told();
        own = NatMapping.INDEPENDENT;
        meetings.othersMapping(TAG, NatMapping.DEPENDENT);
        now += Meetings.PATIENCE_NS;
        assertThat(asks()).contains(IntroductionOutcome.ONE_SYMMETRIC);
    }

    @Test
    void aRelayWithoutAPlaceIsTheReason() {
        asks();
        told();
        meetings.relayRefused(TAG);
        now += Meetings.PATIENCE_NS;
        assertThat(asks()).contains(IntroductionOutcome.RELAY_FULL);
    }

    @Test
    void whoMeetsThroughTheRelayAfterAllHasMet() {
        asks();
        told();
        now += Meetings.PATIENCE_NS;
        asks();
        meetings.ended(TAG, IntroductionOutcome.RELAYED);
        told();
        assertThat(connectivity()).isEqualTo(Connectivity.RELAYED);
    }

    @Test
    void whatIsInTheWayIsSaidOnce() {
        asks();
        assertThat(meetings.ended(TAG, IntroductionOutcome.UNKNOWN)).isTrue();
        asks();
        assertThat(meetings.ended(TAG, IntroductionOutcome.UNKNOWN)).isFalse();
        assertThat(connectivity()).isEqualTo(Connectivity.FAILED);
        asks();
        told();
        assertThat(connectivity()).isEqualTo(Connectivity.UNDER_WAY);
        assertThat(meetings.ended(TAG, IntroductionOutcome.ASKER_TOO_FAST)).isFalse();
        byte[] another = {2};
        meetings.asks(WANTED, another, own, now);
        assertThat(meetings.ended(another, IntroductionOutcome.RELAYED)).isFalse();
        assertThat(meetings.ended(another, IntroductionOutcome.NO_ANSWER)).isTrue();
    }

    @Test
    void attemptsAreBounded() {
        for (int i = 0; i < 100; i++) {
            meetings.asks(WANTED, new byte[] {(byte) i}, own, now);
        }
        meetings.asks(WANTED, new byte[1000], own, now);
        assertThat(meetings.reports(now)).hasSize(Meetings.MOST);
    }

    private Optional<IntroductionOutcome> asks() {
        return meetings.asks(WANTED, TAG, own, now);
    }

    private void told() {
        meetings.ended(TAG, IntroductionOutcome.DONE);
    }

    private Connectivity connectivity() {
        return meetings.reports(now).get(0).connectivity();
    }

    private IntroductionOutcome outcome() {
        return meetings.reports(now).get(0).outcome();
    }
}
