package io.cumulonimbus.rtmp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.testkit.ClientContract;
import io.cumulonimbus.testkit.RecordingHandler;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * An RTMP connection behaves as any client, from either end; but for what RTMP has no word for:
 * that a flow is refused, and that one ends.
 */
class RtmpContractTest extends ClientContract {
    private RtmpPair pair;

    @Override
    protected Connection connect(ClientHandler near, ClientHandler far) {
        pair = new RtmpPair(near, far);
        pair.settle();
        return new Connection() {
            @Override
            public Client near() {
                return pair.server;
            }

            @Override
            public Client far() {
                return pair.client;
            }

            @Override
            public void settle() {
                pair.settle();
            }
        };
    }

    @Override
    protected FlowSpec spec(int streamId) {
        return stream(streamId, Optional.empty());
    }

    private static FlowSpec stream(int streamId, Optional<IncomingFlow> answers) {
        return new FlowSpec(FlowMetadata.sequence(streamId).toBytes(), answers, Priority.DATA);
    }

    @Override
    protected byte[] messageStart() {
        return new byte[] {0x12, 0, 0, 0, 7};
    }

    private static void command(MessageSink sink, String name) {
        TcMessage message = Command.of(name, 0).toMessage(ObjectEncoding.AMF0);
        sink.write(message.message(), Deadline.NONE);
    }

    /** Opens the two control flows, the server's in answer to the client's. */
    private MessageSink[] control() {
        MessageSink ofClient = pair.client.openFlow(stream(0, Optional.empty()), SinkListener.NONE);
        command(ofClient, "connect");
        pair.settle();
        IncomingFlow asked = nearHandler.flows().get(0).incoming();
        MessageSink ofServer =
                pair.server.openFlow(stream(0, Optional.of(asked)), SinkListener.NONE);
        command(ofServer, "_result");
        pair.settle();
        return new MessageSink[] {ofClient, ofServer};
    }

    private static Optional<MessageSink> answered(RecordingHandler handler, int stream) {
        byte[] metadata = FlowMetadata.sequence(stream).toBytes();
        return handler.flows().stream()
                .map(RecordingHandler.Flow::incoming)
                .filter(flow -> java.util.Arrays.equals(flow.metadata(), metadata))
                .findFirst()
                .orElseThrow()
                .answers();
    }

    // RFC 7425 §5.3.5.1
    @Override
    @Test
    protected void aReturnFlowFromTheClientNamesTheFlowItAnswers() {
        MessageSink[] control = control();
        command(pair.client.openFlow(spec(5), SinkListener.NONE), "publish");
        pair.settle();
        assertThat(answered(nearHandler, 0)).isEmpty();
        assertThat(answered(nearHandler, 5)).containsSame(control[1]);
    }

    // RFC 7425 §5.3.2, §5.3.5.2
    @Override
    @Test
    protected void aReturnFlowToTheClientNamesTheFlowItAnswers() {
        MessageSink[] control = control();
        command(pair.server.openFlow(spec(5), SinkListener.NONE), "onStatus");
        pair.settle();
        assertThat(answered(farHandler, 0)).containsSame(control[0]);
        assertThat(answered(farHandler, 5)).containsSame(control[0]);
    }

    private void refusedFlowIsDropped(Client from, RecordingHandler to) {
        to.refusing();
        MessageSink sink = from.openFlow(spec(1), SinkListener.NONE);
        command(sink, "publish");
        pair.settle();
        assertThat(to.flows()).isEmpty();
        assertThat(sink.isOpen()).isTrue();
        assertThat(sink.queuedBytes()).isZero();
        assertThat(to.closed()).isEmpty();
    }

    @Override
    @Test
    protected void aFlowThatTheClientRefusesIsReported() {
        refusedFlowIsDropped(pair.server, farHandler);
    }

    @Override
    @Test
    protected void aFlowOfTheClientCanBeRefused() {
        refusedFlowIsDropped(pair.client, nearHandler);
    }

    private void rejectedFlowIsDropped(Client from, RecordingHandler to) {
        FlowSpec audio = new FlowSpec(spec(1).metadata(), Optional.empty(), Priority.AUDIO);
        MessageSink sink = from.openFlow(audio, SinkListener.NONE);
        sink.write(TcMessage.of(8, 0, new byte[9]).message(), Deadline.NONE);
        pair.settle();
        to.flows().get(0).incoming().reject(77);
        sink.write(TcMessage.of(8, 20, new byte[9]).message(), Deadline.NONE);
        pair.settle();
        assertThat(to.flows()).hasSize(1);
        assertThat(to.flows().get(0).messages()).hasSize(1);
        assertThat(to.closed()).isEmpty();
    }

    @Override
    @Test
    protected void aFlowRejectedByTheClientCarriesTheCode() {
        rejectedFlowIsDropped(pair.server, farHandler);
    }

    @Override
    @Test
    protected void aFlowOfTheClientRejectedLaterCarriesTheCode() {
        rejectedFlowIsDropped(pair.client, nearHandler);
    }

    private void closedSinkDeliversWhatWasWritten(Client from, RecordingHandler to) {
        MessageSink sink = from.openFlow(spec(1), SinkListener.NONE);
        command(sink, "play");
        sink.close();
        assertThat(sink.isOpen()).isFalse();
        pair.settle();
        assertThat(sink.queuedBytes()).isZero();
        assertThat(to.flows().get(0).messages()).hasSize(1);
        assertThat(to.flows().get(0).closed()).as("not heard").isFalse();
        from.close(CloseReason.NEAR_CLOSED);
        pair.settle();
        assertThat(to.flows().get(0).closed()).isTrue();
    }

    @Override
    @Test
    protected void aClosedSinkEndsTheFlowAfterItsLastMessage() {
        closedSinkDeliversWhatWasWritten(pair.server, farHandler);
    }

    @Override
    @Test
    protected void aFlowClosedByTheClientEndsAfterItsLastMessage() {
        closedSinkDeliversWhatWasWritten(pair.client, nearHandler);
    }
}
