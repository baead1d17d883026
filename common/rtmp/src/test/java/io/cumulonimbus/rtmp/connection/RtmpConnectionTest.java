package io.cumulonimbus.rtmp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.chunkstream.ChunkLimits;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.UserControl;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.RecordingHandler;
import io.cumulonimbus.testkit.SeededTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What an RTMP client sees of the server's end, and the server's handler of the client. */
class RtmpConnectionTest extends RtmpServerStage {
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
}
