package io.cumulonimbus.rtmp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
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
import io.cumulonimbus.testkit.RecordingHandler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;

/**
 * A server's end with a recording handler behind it, and a client whose every byte is made by hand.
 */
abstract class RtmpServerStage {
    static final int PACKET = 1536;
    static final int DATA = 0x12;

    final RecordingHandler handler = new RecordingHandler();
    final RandomGenerator random = new SplittableRandom(5);
    final RtmpPair.Pipe out = new RtmpPair.Pipe();
    final List<String> said = new ArrayList<>();
    final ChunkReader reader =
            new ChunkReader(ChunkLimits.DEFAULT, (id, message) -> said.add(text(id, message)));
    final ChunkWriter writer = new ChunkWriter();
    final RtmpPair.Pipe in = new RtmpPair.Pipe();
    final OutgoingChunkStream chunks = writer.stream(3);
    long now = 1_000_000_000L;
    int wakes;
    int read;
    int skip = 1 + 2 * PACKET;
    RtmpConnection server = newServer(RtmpConfig.DEFAULT);

    RtmpConnection newServer(RtmpConfig config) {
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
    static String text(long id, TcMessage message) {
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

    void receive(byte[] bytes) {
        server.receive(bytes, 0, bytes.length, now);
    }

    /** Flushes, and reads what came, behind the handshake. */
    void flush() {
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

    void shakeHands(int program) {
        byte[] c0c1 = new byte[1 + PACKET];
        c0c1[0] = 3;
        ByteBuffer.wrap(c0c1).putInt(5, program);
        receive(c0c1);
        flush();
        assertThat(out.all()).hasSize(1 + 2 * PACKET);
        receive(new byte[PACKET]);
    }

    void send(long streamId, TcMessage message) {
        chunks.begin(streamId, message);
        while (chunks.isBusy()) {
            chunks.writeChunk(in);
        }
        byte[] bytes = in.all();
        in.clear();
        receive(bytes);
        flush();
    }

    void send(long streamId, String command, AmfValue... arguments) {
        send(streamId, Command.of(command, 1, arguments).toMessage(ObjectEncoding.AMF0));
    }

    MessageSink connect() {
        shakeHands(0);
        send(0, "connect");
        MessageSink control = open(0, Priority.COMMAND);
        flush();
        return control;
    }

    MessageSink open(int streamId, Priority priority) {
        return open(streamId, priority, SinkListener.NONE);
    }

    MessageSink open(int streamId, Priority priority, SinkListener listener) {
        IncomingFlow control = handler.flows().get(0).incoming();
        return server.openFlow(
                new FlowSpec(
                        FlowMetadata.sequence(streamId).toBytes(), Optional.of(control), priority),
                listener);
    }

    static void write(MessageSink sink, int type, int time, int length) {
        sink.write(TcMessage.of(type, time, new byte[length]).message(), Deadline.NONE);
    }

    static Message status(String code) {
        return Command.onStatus(new AmfObject().put("code", code))
                .toMessage(ObjectEncoding.AMF0)
                .message();
    }

    List<String> names(int flow) {
        return handler.flows().get(flow).messages().stream()
                .map(message -> CommandName.of(TcMessage.parse(message).orElseThrow()))
                .toList();
    }
}
