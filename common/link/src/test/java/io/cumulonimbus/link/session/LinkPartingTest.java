package io.cumulonimbus.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.session.LinkPair.Carried;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Origins that say that they are going to stop, and edges that leave them. */
class LinkPartingTest {
    private static final FlowSpec CONTROL =
            new FlowSpec(new byte[] {'T', 'C', 4, 0}, Optional.empty(), Priority.COMMAND);

    private final LinkPair pair = LinkPair.lasting(1, 10_000);
    private final List<String> repeated = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    private Carried connect() {
        pair.settle();
        Carried client = pair.connect();
        client.atOrigin.checkpoint(0, new byte[] {7});
        pair.settle();
        pair.run(200);
        return client;
    }

    /** Another origin, that stays. */
    private void goElsewhere() {
        pair.takes(flow -> Optional.of(new Listening()));
        pair.edge.written.reset();
        pair.edge.session.reconnect();
        pair.settle();
    }

    private final class Listening implements FlowHandler {
        @Override
        public void onMessage(Message message, long lostBefore) {
            heard.add(new String(message.toBytes()));
        }

        @Override
        public void onRepeated(Message message, long lostBefore) {
            repeated.add(new String(message.toBytes()));
        }

        @Override
        public void onClosed() {}
    }

    private static void say(MessageSink sink, String text) {
        sink.write(Message.of(text.getBytes()), Deadline.NONE);
    }

    @Test
    void sessionsGoOnElsewhereAndNothingIsSaidTwice() {
        Carried client = connect();
        MessageSink up = client.direct.far().openFlow(CONTROL, SinkListener.NONE);
        say(up, "taken");
        pair.origin.session.drain();
        pair.settle();
        assertThat(pair.edge.session.isFarDraining()).isTrue();
        assertThat(pair.edge.suspensions).isZero();

        say(up, "taken as well");
        pair.pumpClients();
        pair.edge.session.flush(pair.edge, pair.clock.nowNs()); // on its way, not acknowledged
        pair.edge.session.leave();
        pair.settle();
        say(up, "kept back");
        pair.settle();
        say(client.atOrigin.openFlow(CONTROL, SinkListener.NONE), "a late answer");
        pair.run(100);
        assertThat(pair.edge.suspensions).isEqualTo(1);
        assertThat(pair.origin.lost).contains(LinkLoss.LEFT);
        assertThat(client.originHandler.closed()).contains(CloseReason.LINK_LOST);
        assertThat(client.originHandler.flows().get(0).messages()).hasSize(2);
        assertThat(client.clientHandler.flows().get(0).messages()).hasSize(1);

        pair.origin.lost = Optional.empty();
        goElsewhere();
        assertThat(pair.edge.moves).isEqualTo(1);
        assertThat(pair.edge.session.isFarDraining()).isFalse();
        assertThat(repeated).isEmpty();
        assertThat(heard).containsExactly("kept back");
        assertThat(client.clientHandler.closed()).isEmpty();
    }

    @Test
    void whoIsAttachedToAnOriginThatIsGoingToStopIsToldSo() {
        pair.origin.session.drain();
        pair.settle();
        assertThat(pair.edge.established).isPresent();
        assertThat(pair.edge.session.isFarDraining()).isTrue();
    }

    @Test
    void anOriginThatSaysNothingMoreIsLeftAllTheSame() {
        Carried client = connect();
        pair.origin.session.drain();
        pair.settle();
        pair.edge.session.leave();
        for (int i = 0; i < 12; i++) {
            pair.clock.advanceMs(100);
            pair.edge.session.advance(pair.clock.nowNs());
            pair.edge.session.flush(pair.edge, pair.clock.nowNs());
        }
        assertThat(pair.edge.suspensions).isEqualTo(1);
        goElsewhere();
        assertThat(pair.edge.moves).isEqualTo(1);
        assertThat(client.clientHandler.closed()).isEmpty();
    }

    @Test
    void anOriginThatStopsAsItSaidLeavesSessionsToTheNext() {
        Carried client = connect();
        pair.origin.session.drain();
        pair.settle();
        pair.origin.session.close();
        pair.settle();
        assertThat(pair.edge.session.isSuspended()).isTrue();
        pair.origin.lost = Optional.empty();
        goElsewhere();
        assertThat(pair.edge.moves).isEqualTo(1);
        assertThat(client.clientHandler.closed()).isEmpty();
    }

    @Test
    void anOriginThatStopsWithoutAWordBeforeEndsThem() {
        Carried client = connect();
        pair.origin.session.close();
        pair.settle();
        assertThat(pair.edge.lost).contains(LinkLoss.FAR_STOPPED);
        assertThat(client.clientHandler.closed()).isPresent();
    }
}
