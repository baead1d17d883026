package io.cumulonimbus.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.link.LinkLimits;
import io.cumulonimbus.link.session.LinkPair.Carried;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Clients that want more than their share of a link, and what others get meanwhile. */
class LinkFairnessTest {
    private static final LinkLimits USUAL = LinkLimits.DEFAULT;
    private static final int KIB = 1 << 10;

    private static LinkPair pair(LinkLimits limits) {
        LinkPair pair = new LinkPair(1, "s", "s", limits);
        pair.settle();
        return pair;
    }

    private static LinkLimits limits(int linkBacklog, int maxAssembly) {
        return new LinkLimits(
                USUAL.flowWindow(),
                USUAL.sessionWindow(),
                USUAL.backlog(),
                USUAL.sessionBacklog(),
                linkBacklog,
                USUAL.maxMessage(),
                maxAssembly,
                USUAL.maxFlows(),
                USUAL.maxSessions(),
                USUAL.handshakeNs(),
                USUAL.pingNs(),
                USUAL.deadNs(),
                USUAL.closeLingerNs());
    }

    private static MessageSink write(Carried client, int count, int length) {
        FlowSpec spec = new FlowSpec(new byte[] {0, 'T'}, Optional.empty(), Priority.DATA);
        MessageSink sink = client.direct.far().openFlow(spec, SinkListener.NONE);
        for (int i = 0; i < count; i++) {
            sink.write(Message.of(new byte[length]), Deadline.NONE);
        }
        return sink;
    }

    private static int arrived(Carried client) {
        return client.originHandler.flows().stream().mapToInt(f -> f.messages().size()).sum();
    }

    /** One whose flows are taken by nobody at the origin, and who opens as many as there may be. */
    private static Carried insatiable(LinkPair pair) {
        Carried greedy = pair.connectQuietly();
        greedy.originHandler.onFlow(flow -> flow.incoming().suspend(true));
        pair.settle();
        for (int i = 0; i < 400; i++) {
            write(greedy, 20, 50 * KIB);
        }
        pair.settle();
        return greedy;
    }

    @Test
    void whoseManyFlowsAreHeldHoldsNobodyElse() {
        LinkPair pair = pair(USUAL);
        insatiable(pair);
        assertThat(pair.edge.session.statistics().backlog())
                .as("kept at the edge of a client that wants 400 MB")
                .isBetween((long) USUAL.sessionBacklog(), USUAL.sessionBacklog() + 400L * 51 * KIB);
        Carried other = pair.connect();
        MessageSink sink = write(other, 100, 50 * KIB);
        pair.settle();
        assertThat(arrived(other)).isEqualTo(100);
        assertThat(sink.queuedBytes()).isZero();
    }

    @Test
    void whenTheLinkIsFullThoseWaitWhoFilledIt() {
        LinkPair pair = pair(limits(1024 * KIB, USUAL.maxAssembly()));
        Carried greedy = insatiable(pair);
        assertThat(pair.edge.session.statistics().backlog()).isGreaterThan(1024 * KIB);
        Carried other = pair.connect();
        MessageSink sink = write(other, 200, 10 * KIB);
        pair.settle();
        assertThat(arrived(other)).isEqualTo(200);
        assertThat(sink.queuedBytes()).isZero();
        assertThat(arrived(greedy)).isZero();
    }

    @Test
    void whoHasTheMostOfUnfinishedMessagesPaysForTheLackOfRoom() {
        LinkPair pair = pair(limits(USUAL.linkBacklog(), 1024 * KIB));
        Carried greedy = pair.connect();
        Carried modest = pair.connect();
        pair.edge.capacity = 100 * KIB;
        write(greedy, 1, 4096 * KIB);
        pair.pumpClients();
        for (int i = 0; i < 8; i++) {
            pair.carry(pair.edge, pair.origin);
        }
        write(modest, 1, 700 * KIB);
        pair.settle();
        assertThat(greedy.clientHandler.closed()).contains(CloseReason.FAR_CLOSED);
        assertThat(greedy.originHandler.closed()).contains(CloseReason.MISBEHAVED);
        assertThat(arrived(modest)).isEqualTo(1);
    }
}
