package io.cumulonimbus.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.link.session.LinkPair.Carried;
import io.cumulonimbus.testkit.RecordingHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that have one byte stream for everything keep its order, whatever the flow. */
class LinkOrderTest {
    private static final Priority[] PRIORITIES = Priority.values();

    private final LinkPair pair = new LinkPair(1);
    private final List<Integer> arrived = new ArrayList<>();

    LinkOrderTest() {
        pair.settle();
    }

    private Carried connect(Protocol protocol) {
        byte[] none = {};
        return pair.connect(new ClientIdentity(protocol, new byte[32], "", none, none));
    }

    private static MessageSink open(Client client, int number) {
        FlowSpec spec =
                new FlowSpec(
                        new byte[] {(byte) number},
                        Optional.empty(),
                        PRIORITIES[number % PRIORITIES.length]);
        return client.openFlow(spec, SinkListener.NONE);
    }

    private void write(MessageSink sink, int number, int length) {
        byte[] bytes = new byte[length];
        bytes[0] = (byte) number;
        sink.write(Message.of(bytes), Deadline.NONE);
        pair.pumpClients(); // they keep no order between flows themselves
    }

    private void note(RecordingHandler handler) {
        handler.onMessage((flow, message) -> arrived.add(message.byteAt(0)));
    }

    private List<Integer> numbers(int count) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(i);
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"RTMP", "RTMFP"})
    void whatAnEdgeGotOfSeveralFlowsArrivesInThatOrder(Protocol protocol) {
        Carried client = connect(protocol);
        note(client.originHandler);
        List<MessageSink> flows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            flows.add(open(client.direct.far(), i));
        }
        pair.edge.capacity = 0;
        for (int i = 0; i < 100; i++) {
            write(flows.get(i * 7 % 3 * (i % 5) % 3), i, 1 + i * 997 % 20_000 / 10);
        }
        pair.edge.capacity = Integer.MAX_VALUE;
        pair.settle();
        assertThat(arrived).isEqualTo(numbers(100));
    }

    @Test
    void whatTheOriginWroteArrivesInThatOrderWhateverItsPriority() {
        Carried client = connect(Protocol.RTMPT);
        note(client.clientHandler);
        pair.origin.capacity = 1;
        List<MessageSink> flows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            flows.add(open(client.atOrigin, i));
        }
        for (int i = 0; i < 100; i++) {
            write(flows.get(i * 7 % 5), i, 1 + i * 997 % 40_000);
        }
        pair.settle();
        assertThat(arrived).isEqualTo(numbers(100));
    }

    @Test
    void aFlowThatEndsBeforeAnythingIsSaidHoldsNobody() {
        Carried client = connect(Protocol.RTMP);
        note(client.clientHandler);
        MessageSink control = open(client.atOrigin, 0);
        write(control, 0, 10);
        open(client.atOrigin, 1).close();
        write(control, 1, 10);
        pair.settle();
        assertThat(arrived).containsExactly(0, 1);
    }

    @Test
    void aFlowThatEndsWhenAllThatItSaidIsTooOldHoldsNobody() {
        Carried client = connect(Protocol.RTMP);
        note(client.clientHandler);
        pair.origin.capacity = 0;
        MessageSink stale = open(client.atOrigin, 1);
        stale.write(Message.of(new byte[10]), new Deadline(1_000_000, 1_000_000, false));
        stale.close();
        write(open(client.atOrigin, 0), 1, 10);
        pair.settle();
        pair.run(10);
        pair.origin.capacity = Integer.MAX_VALUE;
        pair.settle();
        assertThat(arrived).containsExactly(1);
    }

    @Test
    void whatWaitsForASuspendedFlowGoesOnInOrderAndOthersDoNotWaitForIt() {
        Carried client = connect(Protocol.RTMP);
        note(client.originHandler);
        List<MessageSink> flows = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            flows.add(open(client.direct.far(), i));
            write(flows.get(i), i, 10);
        }
        pair.settle();
        arrived.clear();
        client.originHandler.flows().get(2).incoming().suspend(true);
        client.originHandler.flows().get(3).incoming().suspend(true);
        write(flows.get(2), 1, 10);
        write(flows.get(3), 2, 10);
        write(flows.get(1), 0, 10);
        write(flows.get(2), 3, 10);
        flows.get(3).close();
        pair.settle();
        assertThat(arrived).containsExactly(0);
        client.originHandler.flows().get(3).incoming().suspend(false);
        client.originHandler.flows().get(2).incoming().suspend(false);
        pair.settle();
        assertThat(arrived).containsExactly(0, 1, 2, 3);
        assertThat(client.originHandler.flows().get(3).closed()).isTrue();
        client.originHandler.verify();
    }

    @Test
    void everythingWaitsForTheFlowThatControls() {
        Carried client = connect(Protocol.RTMP);
        note(client.originHandler);
        MessageSink control = open(client.direct.far(), 0);
        MessageSink other = open(client.direct.far(), 1);
        write(control, 0, 1);
        write(other, 1, 1);
        pair.settle();
        client.originHandler.flows().get(0).incoming().suspend(true);
        write(other, 2, 1);
        write(control, 3, 1);
        pair.settle();
        assertThat(arrived).containsExactly(0, 1);
        client.originHandler.flows().get(0).incoming().suspend(false);
        pair.settle();
        assertThat(arrived).containsExactly(0, 1, 2, 3);
    }
}
