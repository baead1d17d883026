package io.cumulonimbus.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.link.session.LinkPair.Carried;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Single sessions that an edge takes from the link with one origin to that with another. */
class LinkElsewhereTest {
    private static final byte[] CONTROL = {'T', 'C', 4, 0};

    private final LinkPair first = LinkPair.lasting(1, 10_000);
    private final LinkPair second = LinkPair.lasting(2, 10_000);
    private final List<String> heard = new ArrayList<>();
    private Optional<Client> arrived = Optional.empty();
    private Carried client;
    private MessageSink up;

    /** What the second origin hears of its clients. */
    private final class Home implements ClientHandler, FlowHandler {
        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            MessageSink down =
                    arrived.orElseThrow()
                            .openFlow(
                                    new FlowSpec(CONTROL, Optional.of(flow), Priority.COMMAND),
                                    SinkListener.NONE);
            down.write(text("from the second"), Deadline.NONE);
            return Optional.of(this);
        }

        @Override
        public void onMessage(Message message, long lostBefore) {
            heard.add(new String(message.toBytes()));
        }

        @Override
        public void onRepeated(Message message, long lostBefore) {
            heard.add(new String(message.toBytes()) + " again");
        }

        @Override
        public void onClosed() {}

        @Override
        public void onClosed(CloseReason reason) {
            heard.add(reason.toString());
        }
    }

    private static Message text(String text) {
        return Message.of(text.getBytes());
    }

    @BeforeEach
    void connect() {
        second.serves(
                known -> {
                    arrived = Optional.of(known);
                    return new Home();
                });
        first.settle();
        second.settle();
        client = first.connect();
        up =
                client.direct
                        .far()
                        .openFlow(
                                new FlowSpec(CONTROL, Optional.empty(), Priority.COMMAND),
                                SinkListener.NONE);
        up.write(text("to the first"), Deadline.NONE);
        first.settle();
        IncomingFlow flow = client.originHandler.flows().get(0).incoming();
        client.atOrigin
                .openFlow(
                        new FlowSpec(CONTROL, Optional.of(flow), Priority.COMMAND),
                        SinkListener.NONE)
                .write(text("from the first"), Deadline.NONE);
        client.atOrigin.checkpoint(0, new byte[] {7});
        first.settle();
        first.run(200);
    }

    /** Both links, and the client's packets, until nobody has anything to say. */
    private void settle() {
        for (int i = 0; i < 10; i++) {
            first.settle();
            second.settle();
            second.run(150);
        }
    }

    private List<String> atTheClient() {
        return client.clientHandler.flows().stream()
                .flatMap(flow -> flow.messages().stream())
                .map(message -> new String(message.toBytes()))
                .toList();
    }

    private Displaced displaced() {
        assertThat(first.edge.displaced).hasSize(1);
        return first.edge.displaced.get(0);
    }

    @Test
    void aSessionGoesOnWhereItIsTaken() {
        client.atOrigin.checkpoint(0, new byte[] {8});
        assertThat(client.atOrigin.isTakenElsewhere()).isTrue();
        assertThat(client.atOrigin.moveElsewhere()).isTrue();
        first.settle();
        assertThat(client.originHandler.closed()).isPresent();
        up.write(text("between"), Deadline.NONE);
        settle();
        assertThat(client.clientHandler.closed()).isEmpty();

        displaced().goOn(second.edge.session, false);
        up.write(text("behind"), Deadline.NONE);
        settle();
        assertThat(arrived.orElseThrow().restoredFrom().get(0)).containsExactly(8);
        assertThat(heard).containsExactly("between", "behind");
        assertThat(client.clientHandler.flows()).as("the client sees one flow").hasSize(1);
        assertThat(atTheClient()).containsExactly("from the first", "from the second");
        assertThat(first.edge.session.carried()).isZero();
        assertThat(second.edge.session.carried()).isOne();
    }

    @Test
    void whatItsOriginTookAndDidNotServeIsSentToTheNextOne() {
        client.atOrigin.moveElsewhere();
        up.write(text("crossing"), Deadline.NONE);
        first.settle();
        first.run(200);
        displaced().goOn(second.edge.session, false);
        settle();
        assertThat(heard).containsExactly("crossing again");
    }

    @Test
    void acknowledgementsOfTheOldLinkAreNotTakenForThoseOfTheNew() {
        up.write(text("a"), Deadline.NONE);
        up.write(text("b"), Deadline.NONE);
        client.atOrigin.moveElsewhere();
        first.settle();
        displaced().goOn(second.edge.session, false);
        settle();
        first.run(1_000);
        Carried other = first.connect();
        first.settle();
        first.run(1_000);
        assertThat(other.clientHandler.closed()).isEmpty();
        assertThat(heard).hasSize(2);
        assertThat(second.edge.lost).isEmpty();
        assertThat(first.edge.lost).isEmpty();
    }

    @Test
    void aClientThatLeavesInBetweenIsGone() {
        client.atOrigin.moveElsewhere();
        first.settle();
        client.direct.far().close(CloseReason.NEAR_CLOSED);
        settle();
        assertThat(displaced().isOver()).isTrue();
        displaced().goOn(second.edge.session, false);
        settle();
        assertThat(arrived).isEmpty();
    }

    @Test
    void whomNobodyTakesHearsTheEnd() {
        client.atOrigin.moveElsewhere();
        first.settle();
        displaced().end();
        settle();
        assertThat(client.clientHandler.closed()).isPresent();
    }

    @Test
    void itStaysWhereItsEdgeSaysThatItHasTo() {
        client.atOrigin.moveElsewhere();
        first.settle();
        displaced().goOn(second.edge.session, true);
        settle();
        assertThat(arrived.orElseThrow().isTakenElsewhere()).isFalse();
    }

    @Test
    void theHomeOfOneWhoIsForwardedFromThereHearsThatItIsNotNew() {
        LinkPair third = LinkPair.lasting(3, 10_000);
        third.serves(
                known -> {
                    arrived = Optional.of(known);
                    return new Home();
                });
        third.settle();
        LinkPair between = LinkPair.lasting(4, 10_000);
        between.serves(known -> third.edge.session.openSession(known));
        between.settle();
        assertThat(client.atOrigin.isResumed()).isFalse();
        client.atOrigin.moveElsewhere();
        first.settle();
        displaced().goOn(between.edge.session, true);
        between.settle();
        between.run(200);
        third.settle();
        assertThat(arrived.orElseThrow().restoredFrom()).isEmpty();
        assertThat(arrived.orElseThrow().isResumed()).isTrue();
    }

    @Test
    void allAreTakenFromAnOriginThatIsOutOfReachAndItHearsOfThatWhenItIsBack() {
        assertThat(first.edge.session.displaceAll()).as("it is there").isEmpty();
        first.edge.session.hungUp();
        List<Displaced> all = first.edge.session.displaceAll();
        assertThat(all).hasSize(1);
        up.write(text("to the second"), Deadline.NONE);
        second.settle();
        all.get(0).goOn(second.edge.session, false);
        first.pumpClients();
        settle();
        assertThat(heard).containsExactly("to the second");
        assertThat(arrived.orElseThrow().restoredFrom().get(0)).containsExactly(7);
    }

    @Test
    void anOriginMayNotBeToldToTakeSessionsElsewhere() {
        assertThat(first.origin.session.displaceAll()).isEmpty();
        assertThat(client.direct.near().moveElsewhere()).isFalse();
    }
}
