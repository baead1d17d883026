package io.cumulonimbus.origin.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.stream.DropPolicy;
import io.cumulonimbus.stream.Qos;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What viewers with bad paths get of a live stream, directly and behind an edge. */
@ParameterizedClass(name = "behind an edge: {0}")
@ValueSource(booleans = {false, true})
class ViewerTest {
    private static final int MEGABIT = 125_000;
    private static final int HUNDRED_PACKETS = 120_000;
    private static final long MOST_QUEUED = 3L << 20;

    @Parameter boolean linked;
    private Theatre theatre;

    private Seat seat(DropPolicy policy) {
        theatre = new Theatre(1, linked);
        return theatre.seat(policy);
    }

    @AfterEach
    void verify() {
        theatre.verify();
    }

    /** Everything that was written came or was given up, and what came could be decoded. */
    private void accounts(Seat seat) {
        Qos video = seat.subscription.videoQos();
        assertThat(seat.viewer.undecodable).isEmpty();
        assertThat(seat.viewer.videoAges.size() + video.abandoned()).isEqualTo(video.frames());
        assertThat(video.frames() + video.dropped()).isEqualTo(theatre.frames());
        assertThat(seat.queuedBytes()).isZero();
    }

    @Test
    void row77AStreamOnALineOfHalfItsRateStaysFresh() {
        Seat seat = seat(DropPolicy.UNBUFFERED);
        theatre.down(seat).rate(MEGABIT, HUNDRED_PACKETS);
        theatre.play(60_000);
        theatre.world.runFor(5_000);

        accounts(seat);
        Audience viewer = seat.viewer;
        assertThat(Audience.oldest(viewer.videoAges)).isLessThan(1_000);
        assertThat(Audience.oldest(viewer.audioAges)).isLessThan(500);
        assertThat(Audience.oldest(viewer.answerTimes)).isLessThan(1_000);
        assertThat(viewer.answerTimes.size()).isGreaterThanOrEqualTo(viewer.asked() - 1);
        assertThat(seat.subscription.videoQos().abandoned()).isGreaterThan(500);
        assertThat(seat.subscription.audioQos().abandoned()).isZero();
        // The line is not left idle either: of 7.5 MB that it can carry, most is media.
        assertThat(viewer.videoAges.size()).isGreaterThan(400);
    }

    @Test
    void aBufferedStreamOnALineOfHalfItsRateIsAsOldAsThePlayersBufferAtMost() {
        Seat seat = seat(DropPolicy.BUFFERED);
        theatre.down(seat).rate(MEGABIT, HUNDRED_PACKETS);
        theatre.play(60_000);
        theatre.world.runFor(10_000);

        accounts(seat);
        assertThat(Audience.oldest(seat.viewer.videoAges)).isLessThan(4_000);
        assertThat(Audience.oldest(seat.viewer.audioAges)).isLessThan(500);
        assertThat(Audience.oldest(seat.viewer.answerTimes)).isLessThan(1_000);
    }

    @Test
    void everythingArrivesOnALossyPathThatIsWideEnough() {
        Seat seat = seat(DropPolicy.BUFFERED);
        theatre.down(seat).latencyMs(2).loss(0.05);
        theatre.up(seat).latencyMs(2).loss(0.05);
        theatre.play(30_000);
        theatre.world.runFor(5_000);

        accounts(seat);
        assertThat(seat.viewer.videoAges).hasSize((int) theatre.frames());
        assertThat(Audience.oldest(seat.viewer.videoAges)).isLessThan(3_000);
    }

    @Test
    void soundIsNotLateWhenEveryThirdPacketIsLost() {
        Seat seat = seat(DropPolicy.UNBUFFERED);
        theatre.play(1_000);
        theatre.down(seat).loss(0.3);
        theatre.up(seat).loss(0.3);
        theatre.play(60_000);
        theatre.world.runFor(5_000);

        accounts(seat);
        assertThat(seat.viewer.audioAges.size()).isGreaterThan(1_500);
        assertThat(Audience.oldest(seat.viewer.audioAges)).isLessThan(2_000);
    }

    @Test
    void aViewerWhoFallsSilentCostsLittleMemoryAndItsPeersNothing() {
        Seat seat = seat(DropPolicy.BUFFERED);
        Seat peer = theatre.seat(DropPolicy.UNBUFFERED);
        theatre.play(2_000);
        theatre.up(seat).partitioned(true);
        for (int second = 0; second < 60; second++) {
            theatre.play(1_000);
            assertThat(seat.queuedBytes()).isLessThan(MOST_QUEUED);
        }
        theatre.world.runFor(1_000);

        assertThat(
                        seat.subscription.videoQos().abandoned()
                                + seat.subscription.videoQos().dropped())
                .isGreaterThan(1_000);
        accounts(peer);
        assertThat(peer.viewer.videoAges).hasSize((int) theatre.frames());
        assertThat(Audience.oldest(peer.viewer.videoAges)).isLessThan(500);

        theatre.up(seat).partitioned(false);
        theatre.play(10_000);
        theatre.world.runFor(10_000);
        accounts(seat);
        assertThat(Audience.oldest(tail(seat))).isLessThan(2_000);
    }

    @Test
    void whatAViewerWhoFellSilentDidNotTakeInTimeIsGivenUpAndCounted() {
        Seat seat = seat(DropPolicy.BUFFERED);
        theatre.play(2_000);
        theatre.up(seat).partitioned(true);
        theatre.play(20_000);
        assertThat(seat.queuedBytes()).isPositive();
        // Nothing is worth keeping for longer than the player's buffer lasts.
        theatre.world.runFor(DropPolicy.BUFFERED.audioAgeMs());
        assertThat(seat.queuedBytes()).isLessThan(HUNDRED_PACKETS);

        theatre.up(seat).partitioned(false);
        theatre.play(10_000);
        theatre.world.runFor(10_000);
        accounts(seat);
        Qos video = seat.subscription.videoQos();
        assertThat(video.abandoned() + video.dropped()).isGreaterThan(300);
        assertThat(Audience.oldest(tail(seat))).isLessThan(2_000);
    }

    @Test
    void aViewerWhoTakesNothingOutOfItsBufferIsBoundedInBytesAndAge() {
        Seat seat = seat(DropPolicy.BUFFERED);
        Seat peer = theatre.seat(DropPolicy.BUFFERED);
        theatre.play(2_000);
        seat.viewer.suspend(true);
        for (int second = 0; second < 60; second++) {
            theatre.play(1_000);
            assertThat(seat.queuedBytes()).isLessThan(MOST_QUEUED);
        }
        theatre.world.runFor(DropPolicy.BUFFERED.audioAgeMs());
        assertThat(seat.queuedBytes()).isLessThan(HUNDRED_PACKETS);
        Qos video = seat.subscription.videoQos();
        assertThat(video.abandoned() + video.dropped()).isGreaterThan(1_000);
        assertThat(peer.viewer.videoAges).hasSize((int) theatre.frames());

        seat.viewer.suspend(false);
        theatre.play(10_000);
        theatre.world.runFor(10_000);
        accounts(seat);
        assertThat(Audience.oldest(tail(seat))).isLessThan(2_000);
    }

    @Test
    void aLongPauseKeepsNothingAndEndsInThePresent() {
        Seat seat = seat(DropPolicy.BUFFERED);
        theatre.play(2_000);
        seat.subscription.pause(true);
        long before = seat.subscription.videoQos().frames();
        for (int minute = 0; minute < 10; minute++) {
            theatre.play(60_000);
            assertThat(seat.queuedBytes()).isZero();
        }
        assertThat(seat.subscription.videoQos().frames()).isEqualTo(before);
        int seen = seat.viewer.videoAges.size();
        seat.subscription.pause(false);
        theatre.play(10_000);
        theatre.world.runFor(1_000);

        assertThat(seat.viewer.videoAges.size() - seen).isGreaterThan(200);
        assertThat(seat.viewer.undecodable).isEmpty();
        assertThat(Audience.oldest(seat.viewer.videoAges)).isLessThan(1_000);
        assertThat(seat.subscription.videoQos().abandoned()).isZero();
    }

    /** The ages of the last hundred frames. */
    private static List<Long> tail(Seat seat) {
        var ages = seat.viewer.videoAges;
        return ages.subList(ages.size() - 100, ages.size());
    }
}
