package io.cumulonimbus.rtmp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.chunkstream.ChunkLimits;
import io.cumulonimbus.rtmp.chunkstream.ChunkReader;
import io.cumulonimbus.rtmp.chunkstream.ChunkWriter;
import io.cumulonimbus.rtmp.chunkstream.MalformedChunkException;
import io.cumulonimbus.rtmp.chunkstream.OutgoingChunkStream;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.CommandName;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.UserControl;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.RecordingHandler;
import io.cumulonimbus.testkit.RecordingListener;
import io.cumulonimbus.testkit.SeededTest;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an RTMP client sees of the server's end, and the server's handler of the client. */
class RtmpConnectionTest {
    private static final int PACKET = 1536;
    private static final int DATA = 0x12;

    private final RecordingHandler handler = new RecordingHandler();
    private final RandomGenerator random = new SplittableRandom(5);
    private final RtmpPair.Pipe out = new RtmpPair.Pipe();
    private final List<String> said = new ArrayList<>();
    private final ChunkReader reader =
            new ChunkReader(ChunkLimits.DEFAULT, (id, message) -> said.add(text(id, message)));
    private final ChunkWriter writer = new ChunkWriter();
    private final RtmpPair.Pipe in = new RtmpPair.Pipe();
    private final OutgoingChunkStream chunks = writer.stream(3);
    private long now = 1_000_000_000L;
    private int wakes;
    private int read;
    private int skip = 1 + 2 * PACKET;
    private RtmpConnection server = newServer(RtmpConfig.DEFAULT);

    private RtmpConnection newServer(RtmpConfig config) {
        return new RtmpConnection(
                config,
                Protocol.RTMP,
                new InetSocketAddress("192.0.2.9", 1234),
                client -> handler,
                () -> wakes++,
                random,
                now);
    }

    @AfterEach
    void rulesOfTheSeamWereKept() {
        handler.verify();
    }

    /** One line about a message, as short as it can be. */
    private static String text(long id, TcMessage message) {
        String name = CommandName.of(message);
        if (!name.isEmpty()) {
            return id + ":" + name;
        }
        Optional<UserControl> event = UserControl.decode(message);
        if (event.isPresent()) {
            return id + ":" + event.get();
        }
        String what =
                message.type() < 8
                        ? "(" + ByteBuffer.wrap(message.payload(0, 4)).getInt() + ")"
                        : "@" + message.timestamp();
        return id + ":" + message.type() + what;
    }

    private void receive(byte[] bytes) {
        server.receive(bytes, 0, bytes.length, now);
    }

    /** Flushes, and reads what came, behind the handshake. */
    private void flush() {
        server.flush(out, now);
        byte[] all = out.all();
        try {
            int from = Math.max(read, skip);
            if (all.length > from) {
                reader.receive(all, from, all.length - from);
            }
        } catch (MalformedChunkException broken) {
            throw new AssertionError(broken);
        }
        read = all.length;
        out.moveOut();
    }

    private void shakeHands(int program) {
        byte[] c0c1 = new byte[1 + PACKET];
        c0c1[0] = 3;
        ByteBuffer.wrap(c0c1).putInt(5, program);
        receive(c0c1);
        flush();
        assertThat(out.all()).hasSize(1 + 2 * PACKET);
        receive(new byte[PACKET]);
    }

    private void send(long streamId, TcMessage message) {
        chunks.begin(streamId, message);
        while (chunks.isBusy()) {
            chunks.writeChunk(in);
        }
        byte[] bytes = in.all();
        in.clear();
        receive(bytes);
        flush();
    }

    private void send(long streamId, String command, AmfValue... arguments) {
        send(streamId, Command.of(command, 1, arguments).toMessage(ObjectEncoding.AMF0));
    }

    private MessageSink connect() {
        shakeHands(0);
        send(0, "connect");
        MessageSink control = open(0, Priority.COMMAND);
        flush();
        return control;
    }

    private MessageSink open(int streamId, Priority priority) {
        return open(streamId, priority, SinkListener.NONE);
    }

    private MessageSink open(int streamId, Priority priority, SinkListener listener) {
        IncomingFlow control = handler.flows().get(0).incoming();
        return server.openFlow(
                new FlowSpec(
                        FlowMetadata.sequence(streamId).toBytes(), Optional.of(control), priority),
                listener);
    }

    private static void write(MessageSink sink, int type, int time, int length) {
        sink.write(TcMessage.of(type, time, new byte[length]).message(), Deadline.NONE);
    }

    private static Message status(String code) {
        return Command.onStatus(new AmfObject().put("code", code))
                .toMessage(ObjectEncoding.AMF0)
                .message();
    }

    private List<String> names(int flow) {
        return handler.flows().get(flow).messages().stream()
                .map(message -> CommandName.of(TcMessage.parse(message).orElseThrow()))
                .toList();
    }

    @Test
    void connectIsPrecededByWindowsChunkSizeAndStreamBegin() {
        shakeHands(0);
        assertThat(said).isEmpty();
        send(0, "connect");
        assertThat(said)
                .containsExactly("0:5(2500000)", "0:6(2500000)", "0:StreamBegin[streamId=0]");
        assertThat(reader.chunkSize()).isEqualTo(16 << 10);
        assertThat(names(0)).containsExactly("connect");
    }

    @Test
    void whoKnowsHowIsAskedToConnectAnew() {
        shakeHands(0);
        AmfObject properties = new AmfObject().put("capsEx", 3);
        Command connect = new Command("connect", 1, properties, List.of());
        send(0, connect.toMessage(ObjectEncoding.AMF0));
        server.askToReconnect();
        flush();
        assertThat(said).contains("0:onStatus");
    }

    @Test
    void whoDoesNotIsNot() {
        connect();
        server.askToReconnect();
        flush();
        assertThat(said).doesNotContain("0:onStatus");
    }

    @Test
    void aClientThatTakesOurChunkSizeForItsOwnIsNotToldOne() {
        shakeHands(0x80000702);
        send(0, "connect");
        assertThat(reader.chunkSize()).isEqualTo(128);
        assertThat(said).contains("0:StreamBegin[streamId=0]");
    }

    @Test
    void nothingFollowsS2InTheSameFlush() {
        byte[] c0c1c2 = new byte[1 + 2 * PACKET];
        c0c1c2[0] = 3;
        receive(c0c1c2);
        chunks.begin(0, Command.of("connect", 1).toMessage(ObjectEncoding.AMF0));
        chunks.writeChunk(in);
        receive(in.all());
        wakes = 0;
        server.flush(out, now);
        assertThat(out.all()).hasSize(1 + 2 * PACKET);
        assertThat(wakes).isOne();
        server.flush(out, now);
        assertThat(out.all()).hasSizeGreaterThan(1 + 2 * PACKET);
    }

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
    void commandsGoBeforeAudioAndAudioBeforeVideo() {
        MessageSink control = connect();
        MessageSink video = open(1, Priority.VIDEO);
        MessageSink audio = open(1, Priority.AUDIO);
        MessageSink videoOfOther = open(2, Priority.VIDEO);
        said.clear();
        write(video, 9, 1, 40_000);
        write(video, 9, 2, 10);
        write(videoOfOther, 9, 3, 40_000);
        out.room = 1;
        flush();
        write(audio, 8, 4, 10);
        control.write(
                Command.of("_result", 1).toMessage(ObjectEncoding.AMF0).message(), Deadline.NONE);
        out.room = Integer.MAX_VALUE;
        flush();
        assertThat(said).containsExactly("0:_result", "1:8@4", "1:9@1", "2:9@3", "1:9@2");
    }

    @Test
    void dataKeepsItsPlaceAmongAudioAndVideo() {
        connect();
        MessageSink video = open(1, Priority.VIDEO);
        MessageSink audio = open(1, Priority.AUDIO);
        MessageSink data = open(1, Priority.DATA);
        said.clear();
        write(video, 9, 1, 10);
        write(data, DATA, 2, 10);
        write(video, 9, 3, 10);
        write(audio, 8, 4, 10);
        write(data, DATA, 5, 10);
        write(audio, 8, 6, 10);
        flush();
        assertThat(said).containsExactly("1:9@1", "1:18@2", "1:8@4", "1:9@3", "1:18@5", "1:8@6");
    }

    @Test
    void whatTheServerSaysOfAStreamStaysAmongItsMedia() {
        MessageSink control = connect();
        MessageSink video = open(1, Priority.VIDEO);
        said.clear();
        write(video, 9, 1, 10);
        control.write(new UserControl.StreamEof(1).toMessage().message(), Deadline.NONE);
        control.write(new UserControl.StreamBegin(2).toMessage().message(), Deadline.NONE);
        flush();
        assertThat(said)
                .containsExactly("0:StreamBegin[streamId=2]", "1:9@1", "0:StreamEof[streamId=1]");
    }

    @Test
    void whatOnlyRtmfpKnowsIsNotSent() {
        RecordingListener heard = new RecordingListener();
        connect();
        MessageSink data = open(1, Priority.DATA, heard);
        said.clear();
        Message sync = new UserControl.FlowSync(1, 3).toMessage().message();
        assertThat(data.write(sync, Deadline.NONE)).isTrue();
        data.write(new UserControl.SetKeepalive(1, 2).toMessage().message(), Deadline.NONE);
        flush();
        assertThat(said).isEmpty();
        assertThat(data.queuedBytes()).isZero();
        assertThat(heard.drained()).isEqualTo(2 * sync.length());
    }

    @Test
    void whatIsNoMessageOfAFlowIsNotTaken() {
        connect();
        MessageSink data = open(1, Priority.DATA);
        assertThat(data.write(Message.of(new byte[4]), Deadline.NONE)).isFalse();
        assertThat(data.write(ProtocolControl.message(1, 128).message(), Deadline.NONE)).isFalse();
        assertThat(data.queuedBytes()).isZero();
        MessageSink noStream =
                server.openFlow(
                        new FlowSpec(new byte[] {'G', 'C'}, Optional.empty(), Priority.DATA),
                        SinkListener.NONE);
        assertThat(noStream.isOpen()).isFalse();
    }

    @Test
    void lateMediaIsDroppedBeforeItIsBegunAndNotAfter() {
        connect();
        RecordingListener heard = new RecordingListener();
        MessageSink video = open(1, Priority.VIDEO, heard);
        said.clear();
        for (int i = 0; i < 3; i++) {
            video.write(TcMessage.of(9, i, new byte[30_000]).message(), Deadline.startWithin(100));
        }
        write(video, 9, 3, 10);
        out.room = 1;
        flush();
        assertThat(video.queuedBytes()).isEqualTo(2 * 30_005 + 13_616 + 15);
        now += 101_000_000;
        out.room = Integer.MAX_VALUE;
        flush();
        assertThat(said).containsExactly("1:9@0", "1:9@3");
        assertThat(heard.drained()).isEqualTo(3 * 30_005 + 15);
    }

    @Test
    void whatDependsOnLateMediaIsDroppedWithIt() {
        connect();
        RecordingListener heard = new RecordingListener();
        MessageSink video = open(1, Priority.VIDEO, heard);
        said.clear();
        Deadline seconds = Deadline.startWithin(5_000);
        out.room = 0;
        video.write(TcMessage.of(9, 0, new byte[100]).message(), Deadline.startWithin(100));
        video.write(TcMessage.of(9, 1, new byte[100]).message(), seconds.asDependent());
        video.write(TcMessage.of(9, 2, new byte[100]).message(), seconds);
        video.write(TcMessage.of(9, 3, new byte[100]).message(), seconds.asDependent());
        flush();
        now += 101_000_000;
        out.room = Integer.MAX_VALUE;
        flush();
        assertThat(said).containsExactly("1:9@2", "1:9@3");
        assertThat(heard.abandoned()).isEqualTo(2);
    }

    @Test
    void bytesCountAsQueuedUntilTheSocketTookThem() {
        connect();
        MessageSink video = open(1, Priority.VIDEO);
        write(video, 9, 0, 50_000);
        out.room = 0;
        flush();
        assertThat(video.queuedBytes()).isEqualTo(50_005);
        out.room = 20_000;
        flush();
        assertThat(video.queuedBytes()).isEqualTo(50_000 - 2 * (16 << 10));
        assertThat(server.hasOutput()).isTrue();
    }

    @Test
    void halfAWindowIsAcknowledged() {
        connect();
        send(0, ProtocolControl.message(5, 2000));
        said.clear();
        send(1, TcMessage.of(9, 0, new byte[500]));
        send(1, TcMessage.of(9, 0, new byte[500]));
        assertThat(said).hasSize(1).allMatch(text -> text.startsWith("0:3("));
    }

    @Test
    void aPingIsAnsweredAndFloodsOfThemAreNot() {
        connect();
        said.clear();
        send(0, new UserControl.PingRequest(77).toMessage());
        assertThat(said).containsExactly("0:PingResponse[timestamp=77]");
        out.room = 0;
        for (int i = 0; i < 1000; i++) {
            send(0, new UserControl.PingRequest(i).toMessage());
        }
        said.clear();
        out.room = Integer.MAX_VALUE;
        flush();
        assertThat(said.size()).isBetween(16, 20);
    }

    @Test
    void theRoundTripIsMeasuredAndUnsolicitedAnswersDoNoHarm() {
        connect();
        assertThat(server.roundTripNs()).isEqualTo(-1);
        send(0, new UserControl.PingResponse(4711).toMessage());
        assertThat(server.roundTripNs()).isEqualTo(-1);
        now += RtmpConfig.DEFAULT.pingNs();
        assertThat(server.advance(now)).isGreaterThan(now);
        said.clear();
        flush();
        assertThat(said).hasSize(1).allMatch(text -> text.startsWith("0:PingRequest"));
        now += 30_000_000;
        send(0, new UserControl.PingResponse(now / 1_000_000 - 30).toMessage());
        assertThat(server.roundTripNs()).isEqualTo(30_000_000);
    }

    @Test
    void aClientThatIsSilentForTooLongIsGone() {
        connect();
        now += RtmpConfig.DEFAULT.idleNs() - 1;
        server.advance(now);
        assertThat(server.isFinished()).isFalse();
        assertThat(server.advance(++now)).isEqualTo(Long.MAX_VALUE);
        assertThat(handler.closed()).contains(CloseReason.TIMED_OUT);
        assertThat(server.isFinished()).isTrue();
    }

    @Test
    void anUnfinishedHandshakeIsGivenUp() {
        receive(new byte[] {3, 0, 0});
        assertThat(server.advance(now)).isEqualTo(now + RtmpConfig.DEFAULT.handshakeNs());
        now += RtmpConfig.DEFAULT.handshakeNs();
        server.advance(now);
        assertThat(server.isFinished()).isTrue();
        assertThat(server.closeReason()).contains(CloseReason.TIMED_OUT);
        assertThat(handler.closed()).isEmpty();
    }

    @Test
    void encryptionIsRefusedWithOurVersion() {
        byte[] rtmpe = new byte[1 + PACKET];
        rtmpe[0] = 6;
        receive(rtmpe);
        flush();
        assertThat(out.all()).isEqualTo(new byte[] {3});
        flush();
        assertThat(server.isFinished()).isTrue();
        assertThat(server.handshake().farVersion()).isEqualTo(6);
        assertThat(handler.closed()).isEmpty();
    }

    @Test
    void bytesThatAreNoChunksEndTheConnection() {
        connect();
        receive(new byte[] {(byte) 0xc9});
        assertThat(handler.closed()).contains(CloseReason.MISBEHAVED);
        assertThat(server.isFinished()).isTrue();
        receive(new byte[100]);
        flush();
    }

    @Test
    void aCloseSaysSoBehindWhatWasWrittenAndLingersNotForEver() {
        MessageSink control = connect();
        MessageSink video = open(1, Priority.VIDEO);
        said.clear();
        out.room = 0;
        write(video, 9, 1, 50_000);
        server.close(CloseReason.NEAR_CLOSED);
        assertThat(control.isOpen()).isFalse();
        flush();
        assertThat(handler.closed()).contains(CloseReason.NEAR_CLOSED);
        assertThat(server.isFinished()).isFalse();
        out.room = Integer.MAX_VALUE;
        flush();
        assertThat(said).containsExactly("0:onStatus", "1:9@1");
        assertThat(server.isFinished()).isTrue();
    }

    @Test
    void aClosedConnectionThatTakesNothingEndsAtLast() {
        connect();
        MessageSink video = open(1, Priority.VIDEO);
        out.room = 0;
        write(video, 9, 1, 50_000);
        server.close(CloseReason.STOPPING);
        flush();
        long due = server.advance(now);
        assertThat(due).isEqualTo(now + RtmpConfig.DEFAULT.lingerNs());
        server.advance(due);
        assertThat(server.isFinished()).isTrue();
        assertThat(video.queuedBytes()).isZero();
        assertThat(handler.closed()).contains(CloseReason.STOPPING);
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

    @SeededTest(seeds = 150)
    void spoiledConnectionsEndTheirOwnClientAndNothingElse(RandomGenerator random) {
        RecordingHandler far = new RecordingHandler();
        RecordingHandler near = new RecordingHandler();
        RtmpPair pair = new RtmpPair(near, far);
        pair.settle();
        FlowSpec control =
                new FlowSpec(FlowMetadata.CONTROL.toBytes(), Optional.empty(), Priority.COMMAND);
        FlowSpec stream =
                new FlowSpec(FlowMetadata.sequence(1).toBytes(), Optional.empty(), Priority.VIDEO);
        MessageSink sink = pair.client.openFlow(control, SinkListener.NONE);
        sink.write(
                Command.of("connect", 1).toMessage(ObjectEncoding.AMF0).message(), Deadline.NONE);
        write(pair.client.openFlow(stream, SinkListener.NONE), 9, 5, random.nextInt(40_000));
        pair.client.flush(pair.toServer, pair.clock.nowNs());
        byte[] good = pair.toServer.all();
        int from = 1 + 2 * PACKET;
        byte[] spoiled = new Mutator(random).mutate(Arrays.copyOfRange(good, from, good.length));
        pair.server.receive(spoiled, 0, spoiled.length, pair.clock.nowNs());
        pair.server.flush(pair.toClient, pair.clock.nowNs());
        pair.server.abort(CloseReason.FAR_CLOSED, pair.clock.nowNs());
        near.verify();
        assertThat(near.closed()).isPresent();
    }

    @SeededTest(seeds = 40)
    void whateverTheOrderAndPiecesEachFlowArrivesWhole(RandomGenerator random) {
        RecordingHandler far = new RecordingHandler();
        RecordingHandler near = new RecordingHandler();
        RtmpConfig config =
                new RtmpConfig(
                        ChunkLimits.DEFAULT,
                        random.nextInt(128, 20_000),
                        random.nextInt(100, 100_000),
                        random.nextInt(1, 300_000),
                        1,
                        1_000_000,
                        1_000_000_000,
                        1_000_000_000);
        RtmpPair pair = new RtmpPair(config, Optional.empty(), near, far, random);
        pair.toClient.room = random.nextInt(1, 100_000);
        pair.toServer.mostPiece = random.nextInt(2, 5000);
        pair.toClient.mostPiece = random.nextInt(2, 5000);
        pair.settle();
        Priority[] priorities = {Priority.AUDIO, Priority.VIDEO, Priority.DATA};
        int[] types = {8, 9, DATA};
        List<List<Message>> written = new ArrayList<>();
        List<MessageSink> sinks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            FlowSpec spec =
                    new FlowSpec(
                            FlowMetadata.sequence(1 + i / 3).toBytes(),
                            Optional.empty(),
                            priorities[i % 3]);
            sinks.add(pair.server.openFlow(spec, SinkListener.NONE));
            written.add(new ArrayList<>());
        }
        for (int i = 0; i < 200; i++) {
            int which = random.nextInt(6);
            byte[] payload = new byte[random.nextInt(4) == 0 ? random.nextInt(30_000) : 20];
            random.nextBytes(payload);
            Message message = TcMessage.of(types[which % 3], random.nextInt(), payload).message();
            written.get(which).add(message);
            sinks.get(which).write(message, Deadline.NONE);
            if (random.nextInt(10) == 0) {
                pair.settle();
            }
        }
        pair.settle();
        for (List<Message> flow : written) {
            assertThat(far.flows().stream().anyMatch(f -> f.messages().equals(flow))).isTrue();
        }
    }

    @Test
    void theHostMayLetALittleMediaWaitUntilSomethingElseComes() {
        MessageSink control = connect();
        MessageSink audio = open(1, Priority.AUDIO);
        MessageSink video = open(1, Priority.VIDEO);
        said.clear();
        wakes = 0;
        write(video, 9, 10, 2000);
        write(audio, 8, 10, 100);
        assertThat(wakes).isEqualTo(1);
        assertThat(server.isPatient()).isTrue();

        control.write(status("Some.Thing"), Deadline.NONE);
        assertThat(wakes).as("told that it is urgent").isEqualTo(2);
        assertThat(server.isPatient()).isFalse();
        write(audio, 8, 30, 100);
        assertThat(wakes).isEqualTo(2);
        assertThat(server.isPatient()).isFalse();
        flush();
        assertThat(said).containsExactly("0:onStatus", "1:8@10", "1:8@30", "1:9@10");

        write(audio, 8, 50, 100);
        assertThat(wakes).isEqualTo(3);
        assertThat(server.isPatient()).isTrue();
    }

    @Test
    void whatIsNoMediaDoesNotWait() {
        connect();
        MessageSink data = open(1, Priority.DATA);
        MessageSink audio = open(1, Priority.AUDIO);
        write(data, DATA, 0, 10);
        assertThat(server.isPatient()).as("data of a stream").isFalse();
        flush();
        write(audio, 8, 0, 10);
        data.write(status("NetStream.Play.UnpublishNotify"), Deadline.NONE);
        assertThat(server.isPatient()).as("the status of a stream").isFalse();
        flush();
        write(audio, 8, 0, 10);
        assertThat(server.isPatient()).isTrue();
        send(0, TcMessage.of(4, 0, new byte[] {0, 6, 0, 0, 0, 1}));
        assertThat(server.isPatient()).as("the answer to a ping").isFalse();
    }

    @Test
    void muchMediaDoesNotWait() {
        connect();
        MessageSink video = open(1, Priority.VIDEO);
        write(video, 9, 0, 10_000);
        assertThat(server.isPatient()).isTrue();
        write(video, 9, 40, 10_000);
        assertThat(server.isPatient()).isFalse();
    }

    @Test
    void theEndDoesNotWaitAndBringsAlongWhatDoes() {
        connect();
        MessageSink audio = open(1, Priority.AUDIO);
        said.clear();
        write(audio, 8, 0, 10);
        assertThat(server.isPatient()).isTrue();
        server.close(CloseReason.STOPPING);
        assertThat(server.isPatient()).isFalse();
        flush();
        assertThat(said).containsExactly("0:onStatus", "1:8@0");
        assertThat(server.isFinished()).isTrue();
    }

    @Test
    void whoHearsThatAllIsSentMayWriteMore() {
        shakeHands(0);
        List<Integer> left = new ArrayList<>(List.of(3, 2, 1));
        MessageSink[] sink = new MessageSink[1];
        sink[0] =
                server.openFlow(
                        new FlowSpec(
                                FlowMetadata.sequence(1).toBytes(),
                                Optional.empty(),
                                Priority.VIDEO),
                        new SinkListener() {
                            @Override
                            public void onDrained(long bytes) {
                                if (sink[0].queuedBytes() == 0 && !left.isEmpty()) {
                                    int next = left.removeFirst();
                                    sink[0].write(
                                            TcMessage.of(9, next, new byte[5]).message(),
                                            Deadline.NONE);
                                }
                            }
                        });
        sink[0].write(TcMessage.of(9, 4, new byte[5]).message(), Deadline.NONE);
        for (int i = 0; i < 4; i++) {
            flush();
        }
        assertThat(said).endsWith("1:9@4", "1:9@3", "1:9@2", "1:9@1");
        assertThat(server.hasOutput()).isFalse();
    }
}
