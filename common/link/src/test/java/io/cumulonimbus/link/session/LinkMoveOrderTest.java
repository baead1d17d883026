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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who of many comes to the next origin first: as many at a time as that can bear. */
class LinkMoveOrderTest {
    private static final int VIEWERS = 170;

    /** Two publishers, and the first viewers. */
    private static final int AT_ONCE = 2 + 5;

    private static final byte[] CONTROL = {'T', 'C', 4, 0};
    private static final byte[] STREAM = {'T', 'C', 4, 1};

    private final LinkPair first = LinkPair.lasting(1, 10_000);
    private final LinkPair second = LinkPair.lasting(2, 10_000);

    /** By the first byte of their peer ids. */
    private final List<Integer> arrived = new ArrayList<>();

    private final List<Integer> heard = new ArrayList<>();
    private final List<List<byte[]>> restored = new ArrayList<>();

    /** Takes what a client says at the second origin. */
    private final class Home implements ClientHandler, FlowHandler {
        private final int number;

        Home(Client client) {
            number = number(client);
            arrived.add(number);
            restored.add(client.restoredFrom());
            client.checkpoint(0, new byte[] {7});
        }

        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            return Optional.of(this);
        }

        @Override
        public void onMessage(Message message, long lostBefore) {
            heard.add(number);
        }

        @Override
        public void onClosed() {}

        @Override
        public void onClosed(CloseReason reason) {}
    }

    private static int number(Client client) {
        return Byte.toUnsignedInt(client.identity().peerId()[0]);
    }

    /** Viewers, and two publishers among the last. */
    @BeforeEach
    void connect() {
        first.settle();
        second.serves(Home::new);
        second.settle();
        IntStream.range(0, VIEWERS).forEach(i -> first.connectQuietly());
        first.settle();
        List.of(VIEWERS - 20, VIEWERS - 1).forEach(this::publishes);
        first.settle();
        first.carried.forEach(one -> one.atOrigin.checkpoint(0, new byte[] {7}));
        first.settle();
        first.run(200);
    }

    private void publishes(int number) {
        Client client = first.carried.get(number).direct.far();
        flow(client, CONTROL).write(Message.of(new byte[] {20, 0, 0, 0, 0}), Deadline.NONE);
        flow(client, STREAM).write(Message.of(new byte[] {9, 0, 0, 0, 0, 0x17, 1}), Deadline.NONE);
    }

    private static MessageSink flow(Client client, byte[] metadata) {
        return client.openFlow(
                new FlowSpec(metadata, Optional.empty(), Priority.DATA), SinkListener.NONE);
    }

    private void assertPublishersAreFirst() {
        assertThat(arrived).hasSize(AT_ONCE).startsWith(VIEWERS - 20, VIEWERS - 1);
        assertThat(arrived.subList(2, AT_ONCE)).isSortedAccordingTo(Comparator.naturalOrder());
    }

    @Test
    void whoeverPublishesGoesOnFirstWhenAnOriginIsLost() {
        first.serves(Home::new);
        first.edge.session.hungUp();
        first.edge.session.reconnect();
        first.edge.written.reset();
        first.settle();
        assertPublishersAreFirst();
        first.run(1_000);
        assertThat(arrived).hasSize(VIEWERS).doesNotHaveDuplicates();
        assertThat(first.edge.lost).isEmpty();
    }

    @Test
    void whoeverPublishesGoesOnFirstWhenAllAreSentToAnotherHome() {
        first.carried.forEach(one -> assertThat(one.atOrigin.moveElsewhere()).isTrue());
        first.settle();
        assertThat(first.edge.displaced).hasSize(VIEWERS);
        assertThat(first.edge.displaced.stream().filter(Displaced::publishes)).hasSize(2);
        first.edge.displaced.forEach(one -> one.goOn(second.edge.session, false));
        second.settle();
        assertPublishersAreFirst();
        second.run(1_000);
        assertThat(arrived).hasSize(VIEWERS).doesNotHaveDuplicates();
        assertThat(second.edge.lost).as("no number was given twice").isEmpty();
        assertThat(second.origin.lost).isEmpty();
        assertEachIsItself();
    }

    /**
     * Who is sent away has something to say first, which goes before: the turn that it has besides
     * comes to nothing then, and once never ended.
     */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whoeverIsSentAwaySaysWhatTheyHadToSayBefore() {
        first.carried.forEach(one -> one.atOrigin.checkpoint(0, new byte[] {8}));
        first.carried.forEach(one -> assertThat(one.atOrigin.moveElsewhere()).isTrue());
        first.settle();
        assertThat(first.edge.displaced).hasSize(VIEWERS);
        first.edge.displaced.forEach(one -> one.goOn(second.edge.session, false));
        second.settle();
        second.run(1_000);
        assertThat(restored).hasSize(VIEWERS).allMatch(parts -> parts.get(0)[0] == 8);
    }

    /** What each client says arrives as what that client said. */
    private void assertEachIsItself() {
        heard.clear();
        for (Carried one : first.carried) {
            flow(one.direct.far(), CONTROL)
                    .write(Message.of(new byte[] {20, 0, 0, 0, 0}), Deadline.NONE);
            first.pumpClients();
            second.settle();
        }
        assertThat(heard).containsExactlyElementsOf(IntStream.range(0, VIEWERS).boxed().toList());
    }
}
