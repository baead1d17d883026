package io.cumulonimbus.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.session.LinkPair.Carried;
import io.cumulonimbus.testkit.SeededTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Connections that say nothing any more: when they are given up, and when their sessions are. */
class LinkSilenceTest {
    private static final int GRACE_MS = 10_000;
    private static final int REDIAL_MS = 2_500;

    /** What a ping may have been early, and a step of these tests. */
    private static final int SLACK_MS = 1_100;

    /** A seed by itself, for tests that make their own world. */
    public record Seed(long value) {}

    private static LinkPair settled(long seed) {
        LinkPair pair = LinkPair.lasting(seed, GRACE_MS);
        pair.settle();
        return pair;
    }

    /** Time in which nothing that one end says reaches the other. */
    private static void partition(LinkPair pair, int ms) {
        for (int i = 0; i < ms; i += 100) {
            pair.clock.advanceMs(100);
            for (LinkPair.End end : List.of(pair.edge, pair.origin)) {
                end.session.advance(pair.clock.nowNs());
                end.session.flush(end, pair.clock.nowNs());
                end.take();
            }
        }
    }

    @Test
    void theEdgeTriesAnotherConnectionSoonAndTheOriginIsPatient() {
        LinkPair pair = settled(1);
        pair.connect();
        partition(pair, REDIAL_MS - 100);
        assertThat(pair.edge.session.isConnected()).isTrue();
        partition(pair, 200);
        assertThat(pair.edge.session.isConnected()).isFalse();
        assertThat(pair.edge.session.isSuspended()).isTrue();
        assertThat(pair.origin.session.isConnected()).isTrue();
    }

    @Test
    void clientsAreToldWhenTheGracePeriodIsOverSinceTheLastSignOfLife() {
        LinkPair pair = settled(1);
        Carried client = pair.connect();
        partition(pair, GRACE_MS - 100);
        assertThat(client.clientHandler.closed()).isEmpty();
        partition(pair, 200);
        pair.pumpClients();
        assertThat(client.clientHandler.closed()).isPresent();
        assertThat(pair.edge.lost).contains(LinkLoss.NOT_RESUMED);
    }

    @Test
    void theOriginGivesUpAfterItsEdgesAndNotMuchLater() {
        LinkPair pair = settled(1);
        Carried client = pair.connect();
        partition(pair, GRACE_MS + 1_800);
        assertThat(pair.edge.lost).isPresent();
        assertThat(client.originHandler.closed()).isEmpty();
        partition(pair, 400);
        assertThat(client.originHandler.closed()).contains(CloseReason.LINK_LOST);
    }

    @Test
    void aConnectionWithoutSessionsThatOutliveItIsNotGivenUpSoSoon() {
        LinkPair pair = new LinkPair(1);
        pair.settle();
        partition(pair, 9_800);
        assertThat(pair.edge.lost).isEmpty();
        partition(pair, 400);
        assertThat(pair.edge.lost).contains(LinkLoss.SILENT);
    }

    @SeededTest(seeds = 200)
    void whatIsShorterThanTheGracePeriodIsSurvivedByEverybody(Seed seed) {
        LinkPair pair = settled(seed.value());
        Carried client = pair.connect();
        MessageSink up =
                client.direct
                        .far()
                        .openFlow(
                                new FlowSpec(new byte[] {1}, Optional.empty(), Priority.COMMAND),
                                SinkListener.NONE);
        List<Message> said = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Message message = Message.of(new byte[] {(byte) i});
            up.write(message, Deadline.NONE);
            said.add(message);
            pair.run(100 * pair.random.nextInt(20));
            partition(pair, pair.random.nextInt(GRACE_MS - SLACK_MS));
            // What was said into the void is gone, however short that was.
            if (pair.edge.session.isConnected()) {
                pair.edge.session.hungUp();
            }
            pair.reconnect();
            pair.settle();
        }
        assertThat(client.clientHandler.closed()).isEmpty();
        assertThat(client.originHandler.closed()).isEmpty();
        assertThat(client.originHandler.flows().get(0).messages()).isEqualTo(said);
    }
}
