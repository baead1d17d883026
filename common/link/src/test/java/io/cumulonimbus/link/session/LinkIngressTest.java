package io.cumulonimbus.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Arrival;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.link.session.LinkPair.Carried;
import io.cumulonimbus.testkit.SeededTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A publisher's media where it comes in, and what another origin gets of it. */
class LinkIngressTest {
    private static final byte[] VIDEO_FLOW = {'T', 'C', 4, 1};
    private static final int HEADER = -1;

    /** A seed by itself, for tests that make their own world. */
    public record Seed(long value) {}

    private final List<Got> got = new ArrayList<>();
    private int time;

    /** What an origin gets: the frame's own number, and how it came. */
    private record Got(int frame, Arrival arrival) {}

    /** What takes a flow at an origin. */
    private final class Taker implements FlowHandler {
        @Override
        public void onMessage(Message message, long lostBefore) {
            throw new AssertionError("media that was not counted");
        }

        @Override
        public void onMedia(Message message, Arrival arrival) {
            boolean header = message.byteAt(6) == 0;
            int frame = ByteBuffer.wrap(message.toBytes()).getInt(10);
            got.add(new Got(header ? HEADER : frame, arrival));
        }

        @Override
        public void onClosed() {}
    }

    private static Message video(int timestamp, int tag, int packet, int frame, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        bytes.put((byte) 9).putInt(timestamp).put((byte) tag).put((byte) packet);
        bytes.putInt(10, frame);
        return Message.of(bytes.array());
    }

    private Message header() {
        return video(time, 0x17, 0, 0, 20);
    }

    private Message key(int frame) {
        return video(time += 40, 0x17, 1, frame, 100);
    }

    private Message inter(int frame) {
        return video(time += 40, 0x27, 1, frame, 50);
    }

    private LinkPair pair(long seed) {
        LinkPair pair = LinkPair.lasting(seed, 10_000);
        pair.takes(flow -> Optional.of(new Taker()));
        pair.settle();
        return pair;
    }

    private static Carried connect(LinkPair pair) {
        return pair.connect();
    }

    private static MessageSink open(Carried client) {
        return client.direct
                .far()
                .openFlow(
                        new FlowSpec(VIDEO_FLOW, Optional.empty(), Priority.VIDEO),
                        SinkListener.NONE);
    }

    private static void write(MessageSink flow, Message message) {
        assertThat(flow.write(message, Deadline.NONE)).isTrue();
    }

    private void anotherOrigin(LinkPair pair) {
        pair.edge.session.hungUp();
        pair.takes(flow -> Optional.of(new Taker()));
        pair.edge.session.reconnect();
        pair.edge.written.reset();
    }

    private List<Integer> frames(boolean replayed) {
        return got.stream()
                .filter(one -> one.arrival.replayed() == replayed)
                .map(Got::frame)
                .toList();
    }

    @Test
    void anotherOriginGetsWhatCameSinceTheLastKeyFrameUnderTheSameNumbers() {
        LinkPair pair = pair(1);
        Carried client = connect(pair);
        MessageSink flow = open(client);
        write(flow, header());
        write(flow, key(1));
        write(flow, inter(2));
        write(flow, key(3));
        write(flow, inter(4));
        pair.settle();
        pair.run(200);
        assertThat(got).extracting(one -> one.arrival.number()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(frames(true)).isEmpty();

        got.clear();
        anotherOrigin(pair);
        write(flow, inter(5));
        pair.settle();
        assertThat(frames(true)).containsExactly(HEADER, 3, 4);
        assertThat(frames(false)).containsExactly(5);
        assertThat(got).extracting(one -> one.arrival.number()).containsExactly(1L, 4L, 5L, 6L);
    }

    @Test
    void groupsOfPicturesKeepTheirNumbersAtAnotherOrigin() {
        LinkPair pair = pair(1);
        Carried client = connect(pair);
        MessageSink flow = open(client);
        write(flow, header());
        write(flow, key(1));
        time += 2000;
        write(flow, key(2));
        write(flow, inter(3));
        pair.settle();
        pair.run(200);
        assertThat(got).extracting(one -> one.arrival.group()).containsExactly(0L, 1L, 2L, 2L);

        got.clear();
        anotherOrigin(pair);
        write(flow, inter(4));
        pair.settle();
        time += 2000;
        write(flow, key(5));
        pair.settle();
        assertThat(got).extracting(one -> one.arrival.group()).containsExactly(0L, 2L, 2L, 2L, 3L);
        assertThat(got)
                .extracting(one -> one.arrival.opens())
                .containsExactly(false, true, false, false, true);
    }

    @Test
    void nothingIsReplayedOfAPictureThatIsLongerThanTenSeconds() {
        LinkPair pair = pair(1);
        MessageSink flow = open(connect(pair));
        write(flow, header());
        write(flow, key(1));
        time += 10_001;
        write(flow, inter(2));
        pair.settle();
        pair.run(200);
        got.clear();
        anotherOrigin(pair);
        write(flow, inter(3));
        pair.settle();
        assertThat(frames(true)).containsExactly(HEADER);
        assertThat(frames(false)).containsExactly(3);
    }

    @Test
    void whatIsKeptOfAStreamIsBoundedAndGoesWithTheClient() {
        LinkPair pair = pair(1);
        Carried client = connect(pair);
        MessageSink flow = open(client);
        write(flow, key(1));
        for (int i = 2; i < 60; i++) {
            write(flow, video(time, 0x27, 1, i, 100_000));
            pair.settle();
            assertThat(pair.edge.session.replayBudget().bytes()).isLessThanOrEqualTo(4 << 20);
        }
        assertThat(pair.edge.session.replayBudget().bytes()).as("more than 4 MiB: none").isZero();
        write(flow, key(60));
        pair.settle();
        assertThat(pair.edge.session.replayBudget().bytes()).isPositive();
        client.direct.far().close(CloseReason.NEAR_CLOSED);
        pair.settle();
        assertThat(pair.edge.session.replayBudget().bytes()).isZero();
    }

    @Test
    void whatAFlowHadThatIsOverIsReplayedOnAnotherOne() {
        LinkPair pair = pair(1);
        Carried client = connect(pair);
        MessageSink first = open(client);
        write(first, key(1));
        pair.settle();
        first.close();
        MessageSink second = open(client);
        write(second, inter(2));
        pair.settle();
        pair.run(200);
        got.clear();
        anotherOrigin(pair);
        pair.settle();
        assertThat(frames(true)).containsExactly(1, 2);
    }

    @SeededTest(seeds = 200)
    void howeverOftenOriginsDieEachOneCanGoOnWhereItsViewersAre(Seed seed) {
        LinkPair pair = LinkPair.lasting(seed.value(), 10_000);
        pair.protocol = seed.value() % 2 == 0 ? Protocol.RTMFP : Protocol.RTMP;
        pair.takes(flow -> Optional.of(new Taker()));
        pair.settle();
        MessageSink flow = open(connect(pair));
        write(flow, header());
        int frame = 0;
        int seen = 0;
        for (int deaths = 0; deaths < 6; deaths++) {
            for (int i = pair.random.nextInt(30); i > 0; i--) {
                boolean key = frame == 0 || pair.random.nextInt(12) == 0;
                write(flow, key ? key(++frame) : inter(++frame));
                switch (pair.random.nextInt(4)) {
                    case 0 -> pair.pumpClients();
                    case 1 -> pair.carry(pair.edge, pair.origin);
                    case 2 -> pair.carry(pair.origin, pair.edge);
                    default -> pair.run(100);
                }
            }
            seen = Math.max(seen, checkRising());
            got.clear();
            pair.pumpClients();
            if (pair.random.nextInt(3) == 0) {
                pair.leave(() -> {});
            }
            seen = Math.max(seen, checkRising());
            got.clear();
            anotherOrigin(pair);
            pair.settle();
            pair.run(200);
            List<Integer> all = got.stream().map(Got::frame).filter(one -> one > 0).toList();
            if (frame > 0) {
                assertThat(all.get(0)).as("no hole").isLessThanOrEqualTo(seen + 1);
                assertThat(all.get(all.size() - 1)).isEqualTo(frame);
                seen = checkRising();
            }
        }
        assertThat(pair.edge.session.statistics().backlog()).isZero();
        assertThat(pair.edge.session.statistics().faults()).isZero();
    }

    /** Numbers and frames go together and rise; answers the last frame. */
    private int checkRising() {
        int last = 0;
        for (Got one : got) {
            if (one.frame != HEADER) {
                assertThat(one.arrival.number()).isEqualTo(one.frame + 1);
                assertThat(last == 0 || one.frame == last + 1).as("in order").isTrue();
                last = one.frame;
            }
        }
        return last;
    }
}
