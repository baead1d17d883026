package io.cumulonimbus.rtmp.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.rtmp.tunnel.TunnelRig.Exchange;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages of a stream share replies, and nothing else waits for anything. */
class TunnelSpacingTest {
    /** Between two replies with media, in milliseconds. */
    private static final int SPACING = 40;

    private final TunnelRig rig = new TunnelRig(TunnelConfig.DEFAULT);
    private String id;
    private long number = 2;

    @BeforeEach
    void aSessionIsThere() {
        id = rig.shaken();
    }

    @AfterEach
    void rulesOfTheSeamWereKept() {
        rig.handlers.forEach(handler -> handler.verify());
    }

    private static MessageSink sink(TunnelRig of, long streamId, Priority priority) {
        FlowSpec spec =
                new FlowSpec(FlowMetadata.sequence(streamId).toBytes(), Optional.empty(), priority);
        return of.connections.get(0).openFlow(spec, SinkListener.NONE);
    }

    private MessageSink video() {
        return sink(rig, 1, Priority.VIDEO);
    }

    private static void write(MessageSink sink, int type, int length) {
        sink.write(TcMessage.of(type, 0, new byte[length]).message(), Deadline.NONE);
    }

    /** A message of a stream, and the end of the loop turn. */
    private void frame(MessageSink video, int length) {
        write(video, 9, length);
        rig.turn();
    }

    private Exchange poll() {
        return rig.idle(id, number++);
    }

    /** A poll that was answered by a message just now, after silence. */
    private MessageSink streaming() {
        MessageSink video = video();
        Exchange first = poll();
        frame(video, 100);
        assertThat(first.data()).as("after silence").hasSizeGreaterThan(100);
        return video;
    }

    @Test
    void aHeldPollThatGetsAMessageSoonAfterTheLastReplyWaitsForMore() {
        MessageSink video = streaming();
        Exchange second = poll();
        rig.pass(10);
        frame(video, 100);
        rig.pass(10);
        frame(video, 100);
        assertThat(rig.pass(SPACING - 21)).isEqualTo(rig.clock.nowNs() + 1_000_000);
        assertThat(second.isAnswered()).isFalse();
        rig.pass(1);
        assertThat(second.data()).hasSizeBetween(200, 240);
        assertThat(video.queuedBytes()).isZero();
    }

    @Test
    void aPollThatFindsAMessageSoonAfterTheLastReplyWaitsForMoreToo() {
        MessageSink video = streaming();
        frame(video, 100);
        rig.pass(10);
        Exchange second = poll();
        assertThat(second.isAnswered()).isFalse();
        rig.pass(SPACING - 10);
        assertThat(second.data()).hasSizeGreaterThan(100);
    }

    @Test
    void aPollThatFindsAMessageLaterIsAnsweredAtOnce() {
        MessageSink video = streaming();
        frame(video, 100);
        rig.pass(SPACING);
        assertThat(poll().data()).hasSizeGreaterThan(100);
    }

    @Test
    void aMessageAfterSilenceDoesNotWait() {
        MessageSink video = streaming();
        Exchange second = poll();
        rig.pass(SPACING);
        frame(video, 100);
        assertThat(second.data()).hasSizeGreaterThan(100);
    }

    @Test
    void answersOfTheConnectionDoNotWaitAndBringAlongWhatDoes() {
        MessageSink video = streaming();
        Exchange second = poll();
        frame(video, 100);
        assertThat(second.isAnswered()).isFalse();
        write(sink(rig, 0, Priority.COMMAND), 20, 30);
        rig.turn();
        assertThat(second.data()).hasSizeGreaterThan(130);
    }

    @Test
    void callsAndAnswersAreNotSpaced() {
        MessageSink commands = sink(rig, 0, Priority.COMMAND);
        for (int i = 0; i < 5; i++) {
            Exchange poll = poll();
            write(commands, 20, 30);
            rig.turn();
            assertThat(poll.data()).hasSizeGreaterThan(30);
        }
        Exchange poll = poll();
        frame(video(), 100);
        assertThat(poll.data()).as("the first of a stream").hasSizeGreaterThan(100);
    }

    @Test
    void sendsAreAnsweredAtOnceWithAllThatWaits() {
        MessageSink video = streaming();
        frame(video, 100);
        Exchange send = rig.send(id, number++, new byte[0]);
        assertThat(send.data()).hasSizeGreaterThan(100);
        Exchange poll = poll();
        frame(video, 100);
        assertThat(poll.isAnswered()).isFalse();
        Exchange release = rig.send(id, number++, new byte[0]);
        assertThat(poll.data()).hasSizeGreaterThan(100);
        assertThat(release.body()).hasSize(1);
    }

    @Test
    void aNextPollReleasesTheOneThatWaits() {
        MessageSink video = streaming();
        Exchange second = poll();
        frame(video, 100);
        Exchange third = poll();
        assertThat(second.data()).hasSizeGreaterThan(100);
        assertThat(third.isAnswered()).isFalse();
    }

    @Test
    void halfAReplyFullIsEnough() {
        MessageSink video = streaming();
        Exchange second = poll();
        frame(video, 40_000);
        assertThat(second.isAnswered()).isFalse();
        frame(video, 40_000);
        assertThat(second.data()).hasSizeGreaterThan(80_000);
    }

    @Test
    void bulkIsNotSlowedDown() {
        MessageSink video = streaming();
        for (int i = 0; i < 100; i++) {
            write(video, 9, 10_000);
        }
        rig.turn();
        int replies = 0;
        for (Exchange poll = poll(); poll.isAnswered(); poll = poll()) {
            replies++;
        }
        assertThat(replies).isEqualTo(8);
        assertThat(video.queuedBytes()).isLessThan(64 << 10);
    }

    @Test
    void theEndDoesNotWait() {
        MessageSink video = streaming();
        Exchange second = poll();
        frame(video, 100);
        rig.connections.get(0).close(CloseReason.NEAR_CLOSED);
        rig.turn();
        assertThat(second.data()).hasSizeGreaterThan(100);
        assertThat(second.interval()).isZero();
    }

    @Test
    void aRepeatedPollIsAnsweredWithTheOneThatWaits() {
        MessageSink video = streaming();
        Exchange second = poll();
        frame(video, 100);
        Exchange again = rig.idle(id, number - 1);
        assertThat(again.isAnswered()).isFalse();
        rig.pass(SPACING);
        assertThat(again.text()).isEqualTo(second.text());
    }

    @Test
    void whatWaitsForWhoWentAwayWaitsForWhoComes() {
        MessageSink video = streaming();
        Exchange lost = poll();
        frame(video, 100);
        lost.gone = true;
        rig.pass(SPACING);
        assertThat(poll().data()).hasSizeGreaterThan(100);
    }

    @Test
    void withoutSpacingEachMessageIsAReply() {
        TunnelConfig d = TunnelConfig.DEFAULT;
        TunnelRig at0 = new TunnelRig(d.answering(d.idleHoldNs(), 0, false));
        String other = at0.shaken();
        MessageSink video = sink(at0, 1, Priority.VIDEO);
        for (int i = 2; i < 10; i++) {
            Exchange poll = at0.idle(other, i);
            write(video, 9, 100);
            at0.turn();
            assertThat(poll.data()).hasSizeGreaterThan(100);
        }
    }

    @Test
    void aViewerOfAStreamAsksTwentyFiveTimesASecondAndIsLateByTheSpacingAtMost() {
        MessageSink video = video();
        int replies = 0;
        long oldest = Long.MAX_VALUE;
        Exchange poll = poll();
        for (int ms = 0; ms < 10_000; ms++) {
            if (ms % 15 == 0) {
                write(video, 9, 1000);
                oldest = Math.min(oldest, ms);
            }
            rig.turn();
            rig.pass(1);
            if (poll.isAnswered()) {
                assertThat(poll.data()).hasSizeGreaterThan(1000);
                assertThat(ms + 1 - oldest).isLessThanOrEqualTo(SPACING);
                oldest = Long.MAX_VALUE;
                replies++;
                poll = poll();
            }
        }
        assertThat(replies).isBetween(200, 251);
        assertThat(rig.tunnels.statistics().sessions()).isOne();
    }
}
