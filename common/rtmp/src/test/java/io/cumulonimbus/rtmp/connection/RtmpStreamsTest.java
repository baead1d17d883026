package io.cumulonimbus.rtmp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.rtmp.message.CommandName;
import io.cumulonimbus.rtmp.message.UserControl;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.testkit.RecordingHandler;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Message streams as flows: which there are, and what of them is told to whom. */
class RtmpStreamsTest extends RtmpServerStage {
    @Test
    void messageStreamsAreFlowsByKind() {
        connect();
        send(1, "publish", AmfValue.of("name"));
        send(1, TcMessage.of(8, 10, new byte[3]));
        send(1, TcMessage.of(9, 11, new byte[0]));
        send(1, TcMessage.of(DATA, 12, new byte[2]));
        send(1, TcMessage.of(8, 13, new byte[4]));
        assertThat(handler.flows()).hasSize(5);
        assertThat(handler.flows().get(2).messages())
                .containsExactly(
                        TcMessage.of(8, 10, new byte[3]).message(),
                        TcMessage.of(8, 13, new byte[4]).message());
        assertThat(handler.flows().get(3).messages()).hasSize(1);
        assertThat(handler.flows().get(4).messages()).hasSize(1);
        assertThat(handler.flows().get(4).incoming().metadata())
                .isEqualTo(FlowMetadata.sequence(1).toBytes());
    }

    @Test
    void sharedObjectsOfBothEncodingsPassOnTheControlFlow() {
        connect();
        send(0, TcMessage.of(19, 0, new byte[20]));
        send(0, TcMessage.of(16, 0, new byte[21]));
        assertThat(handler.flows()).hasSize(1);
        assertThat(handler.flows().get(0).messages()).hasSize(3);
    }

    @Test
    void protocolControlAndWhatIsUnknownIsNotShown() {
        connect();
        send(0, ProtocolControl.message(3, 1000));
        send(0, ProtocolControl.message(5, 1000));
        send(0, ProtocolControl.message(6, 1000));
        send(0, TcMessage.of(4, 0, new byte[] {0, 27, 1, 2}));
        send(0, TcMessage.of(7, 0, new byte[8]));
        send(0, TcMessage.of(8, 0, new byte[8]));
        send(0, new UserControl.SetBufferLength(1, 3000).toMessage());
        assertThat(handler.flows()).hasSize(1);
        assertThat(handler.flows().get(0).messages()).hasSize(2);
        assertThat(server.ignored()).isEqualTo(2);
    }

    @Test
    void nothingButACommandOpensTheControlFlow() {
        shakeHands(0);
        send(0, new UserControl.SetBufferLength(0, 300).toMessage());
        send(0, TcMessage.of(DATA, 0, new byte[3]));
        assertThat(handler.flows()).isEmpty();
        send(0, "connect");
        assertThat(handler.flows()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deleteStream", "FCUnpublish", "releaseStream", "createStream"})
    void commandsOfTheConnectionCountWhereverTheyComeFrom(String name) {
        connect();
        send(7, name);
        assertThat(handler.flows()).hasSize(1);
        assertThat(names(0)).containsExactly("connect", name);
    }

    @Test
    void deleteStreamEndsTheStreamsFlows() {
        connect();
        send(1, "publish");
        send(1, TcMessage.of(8, 0, new byte[1]));
        send(2, "play");
        send(0, "deleteStream", AmfValue.of(1));
        assertThat(handler.flows())
                .extracting(RecordingHandler.Flow::closed)
                .containsExactly(false, true, true, false);
        send(1, "publish");
        assertThat(handler.flows()).hasSize(5);
    }

    @Test
    void playIsAnsweredByStreamBeginFirst() {
        connect();
        handler.onMessage(
                (flow, message) -> {
                    if (CommandName.of(TcMessage.parse(message).orElseThrow()).equals("play")) {
                        open(3, Priority.DATA).write(status("NetStream.Play.Start"), Deadline.NONE);
                    }
                });
        said.clear();
        send(3, "play", AmfValue.of("name"));
        assertThat(said).containsExactly("0:StreamBegin[streamId=3]", "3:onStatus");
    }

    @Test
    void theEndOfAStreamIsSaidBehindItsMedia() {
        connect();
        MessageSink data = open(1, Priority.DATA);
        MessageSink video = open(1, Priority.VIDEO);
        said.clear();
        write(video, 9, 40, 100);
        data.write(status("NetStream.Play.UnpublishNotify"), Deadline.NONE);
        data.write(status("NetStream.Play.PublishNotify"), Deadline.NONE);
        write(video, 9, 80, 100);
        flush();
        assertThat(said)
                .containsExactly(
                        "1:9@40",
                        "0:StreamEof[streamId=1]",
                        "1:onStatus",
                        "0:StreamBegin[streamId=1]",
                        "1:onStatus",
                        "1:9@80");
    }

    @Test
    void aSeekEndsTheStreamAndBeginsIt() {
        connect();
        MessageSink data = open(1, Priority.DATA);
        said.clear();
        data.write(status("NetStream.Seek.Notify"), Deadline.NONE);
        flush();
        assertThat(said)
                .containsExactly(
                        "0:StreamEof[streamId=1]", "0:StreamBegin[streamId=1]", "1:onStatus");
    }

    @Test
    void aSuspendedControlFlowHoldsWhatRestsOnIt() {
        handler.onMessage(
                (flow, message) -> {
                    if (handler.flows().size() == 1 && flow.messages().size() == 1) {
                        flow.incoming().suspend(true);
                    }
                });
        shakeHands(0);
        send(0, "connect");
        send(0, "createStream");
        send(1, "publish");
        send(1, TcMessage.of(8, 0, new byte[1]));
        assertThat(handler.flows()).hasSize(1);
        assertThat(names(0)).containsExactly("connect");
        wakes = 0;
        handler.flows().get(0).incoming().suspend(false);
        assertThat(wakes).isOne();
        flush();
        assertThat(names(0)).containsExactly("connect", "createStream");
        assertThat(handler.flows()).hasSize(3);
        assertThat(server.wantsInput()).isTrue();
    }

    @Test
    void whatIsHeldAtTheEndIsHandedOverFirst() {
        connect();
        send(1, "publish");
        send(1, TcMessage.of(8, 0, new byte[1]));
        handler.flows().get(2).incoming().suspend(true);
        send(1, TcMessage.of(8, 20, new byte[1]));
        assertThat(handler.flows().get(2).messages()).hasSize(1);
        server.abort(CloseReason.FAR_CLOSED, now);
        assertThat(handler.flows().get(2).messages()).hasSize(2);
        assertThat(handler.closed()).contains(CloseReason.FAR_CLOSED);
    }

    @Test
    void aRejectedStreamCanBeUsedAgainByACommand() {
        connect();
        send(1, "publish");
        send(1, TcMessage.of(8, 0, new byte[1]));
        handler.flows().get(1).incoming().reject(0);
        handler.flows().get(2).incoming().reject(0);
        send(1, TcMessage.of(8, 10, new byte[1]));
        assertThat(handler.flows()).hasSize(3);
        send(1, "publish");
        send(1, TcMessage.of(8, 20, new byte[1]));
        assertThat(handler.flows()).hasSize(5);
        assertThat(handler.flows().get(1).closed()).isTrue();
    }

    // RTMP 1.0 §7.1.6
    @Test
    void aggregatesAreTakenApart() {
        connect();
        ByteBuffer aggregate = ByteBuffer.allocate(200);
        tag(aggregate, 8, 5000, 3);
        tag(aggregate, 9, 5040, 2);
        tag(aggregate, 99, 5041, 2);
        tag(aggregate, 18, 0x01005050, 1);
        aggregate.put((byte) 8).put(new byte[] {0, 9, 9});
        byte[] payload = Arrays.copyOf(aggregate.array(), aggregate.position());
        send(4, TcMessage.of(22, 100, payload));
        List<TcMessage> got =
                handler.flows().stream()
                        .skip(1)
                        .map(flow -> TcMessage.parse(flow.messages().get(0)).orElseThrow())
                        .toList();
        assertThat(got)
                .containsExactly(
                        TcMessage.of(8, 100, new byte[3]),
                        TcMessage.of(9, 140, new byte[2]),
                        TcMessage.of(18, 0x01005050 - 4900, new byte[1]));
    }

    private static void tag(ByteBuffer out, int type, int time, int length) {
        out.put((byte) type).put((byte) 0).putShort((short) length);
        out.put((byte) (time >> 16)).putShort((short) time).put((byte) (time >> 24));
        out.put(new byte[3 + length]).putInt(11 + length);
    }

    @Test
    void chunkStreamsOfClosedStreamsAreUsedAgain() {
        connect();
        for (int id = 1; id < 100_000; id++) {
            MessageSink sink = open(id, Priority.VIDEO);
            write(sink, 9, 0, 1);
            sink.close();
            if (id % 1000 == 0) {
                flush();
                out.clear();
                read = 0;
                skip = 0;
                said.clear();
            }
        }
        assertThat(open(7, Priority.AUDIO).isOpen()).isTrue();
    }
}
