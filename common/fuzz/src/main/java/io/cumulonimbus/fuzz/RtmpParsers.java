package io.cumulonimbus.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.rtmp.chunkstream.ByteSink;
import io.cumulonimbus.rtmp.chunkstream.ChunkLimits;
import io.cumulonimbus.rtmp.chunkstream.ChunkReader;
import io.cumulonimbus.rtmp.chunkstream.ChunkWriter;
import io.cumulonimbus.rtmp.chunkstream.MalformedChunkException;
import io.cumulonimbus.rtmp.chunkstream.OutgoingChunkStream;
import io.cumulonimbus.rtmp.connection.RtmpConfig;
import io.cumulonimbus.rtmp.connection.RtmpConnection;
import io.cumulonimbus.rtmp.handshake.ClientHandshake;
import io.cumulonimbus.rtmp.handshake.ServerHandshake;
import io.cumulonimbus.rtmp.message.Aggregate;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.CommandName;
import io.cumulonimbus.rtmp.message.DataMessage;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.UserControl;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.testkit.RecordingHandler;
import io.cumulonimbus.testkit.Vectors;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Messages, handshakes and chunk streams of RTMP, and whole connections. */
final class RtmpParsers {
    private static final int PACKET = 1536;
    private static final int AGGREGATE = 22;
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("192.0.2.1", 5000);
    private static final ChunkLimits LIMITS = new ChunkLimits(100_000, 50_000, 400_000, 32);

    private RtmpParsers() {}

    static List<Target> all() {
        return List.of(
                new PlainTarget("message", RtmpParsers::messageSeeds, RtmpParsers::message),
                new PlainTarget("rtmp-handshake", RtmpParsers::hellos, RtmpParsers::handshake),
                new PlainTarget("chunk-stream", RtmpParsers::chunkSeeds, RtmpParsers::chunkStream),
                new Connection());
    }

    /** Type, time stamp and payload in one, as in a flow of RTMFP. */
    private static List<byte[]> messageSeeds() {
        List<byte[]> all = new ArrayList<>();
        JsonNode tc = Vectors.json("tc.json");
        for (String kind : List.of("message", "command", "flow_sync_encode", "metadata_encode")) {
            tc.get(kind).forEach(each -> all.add(Vectors.hex(each, "hex")));
        }
        ByteArrayOutputStream aggregate = new ByteArrayOutputStream();
        aggregate.writeBytes(new byte[] {AGGREGATE, 0, 0, 0, 9});
        for (JsonNode each : tc.get("message")) {
            byte[] payload = Vectors.hex(each, "payload");
            aggregate.writeBytes(new byte[] {9, 0, 0, (byte) payload.length, 0, 0, 1, 0, 0, 0, 0});
            aggregate.writeBytes(payload);
            aggregate.writeBytes(new byte[] {0, 0, 0, (byte) (11 + payload.length)});
        }
        all.add(aggregate.toByteArray());
        return all;
    }

    private static void message(byte[] input) {
        FlowMetadata.parse(input)
                .ifPresent(
                        flow ->
                                Require.that(
                                        FlowMetadata.parse(flow.toBytes())
                                                .equals(Optional.of(flow)),
                                        "another flow"));
        Optional<TcMessage> parsed = TcMessage.parse(Message.of(input));
        if (parsed.isEmpty()) {
            return;
        }
        TcMessage message = parsed.get();
        Require.that(CommandName.of(message).length() <= 64, "a long name");
        UserControl.decode(message);
        long bytes =
                Aggregate.split(message).stream()
                        .mapToLong(part -> part.payloadLength() + 11)
                        .sum();
        Require.that(bytes <= input.length, "an aggregate of more than it has");
        try {
            Command.decode(message).toMessage(ObjectEncoding.AMF3);
        } catch (MalformedAmfException declared) {
            Require.that(declared.getStackTrace().length == 0, "a refusal is expensive");
        }
        try {
            DataMessage.decode(message).forward(message);
        } catch (MalformedAmfException declared) {
            Require.that(declared.getStackTrace().length == 0, "a refusal is expensive");
        }
    }

    private static List<byte[]> hellos() {
        byte[] plain = new byte[1 + 2 * PACKET];
        plain[0] = 3;
        byte[] signed = Arrays.copyOf(Vectors.bytes("ffmpeg-c0c1.bin"), 1 + 2 * PACKET);
        return List.of(plain, signed);
    }

    private static void handshake(byte[] input) {
        ServerHandshake server = new ServerHandshake(new SplittableRandom(1), 1000);
        int half = input.length / 2;
        int taken = server.receive(input, 0, half);
        taken += server.receive(input, half, input.length - half);
        Require.that(taken <= 1 + 2 * PACKET, "took " + taken);
        int answer = server.takeOutput().length;
        Require.that(answer <= 1 + 2 * PACKET, "answers " + answer);
        ClientHandshake client =
                new ClientHandshake(Optional.empty(), new SplittableRandom(2), 1000);
        client.takeOutput();
        Require.that(client.receive(input, 0, input.length) <= 1 + 2 * PACKET, "took more");
        Require.that(client.takeOutput().length <= PACKET, "answers more");
    }

    /** Messages of the vectors, in chunks. */
    private static List<byte[]> chunkSeeds() {
        List<byte[]> all = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteSink sink = new Collected(bytes);
        ChunkWriter writer = new ChunkWriter();
        OutgoingChunkStream commands = writer.stream(3);
        OutgoingChunkStream media = writer.stream(64);
        for (JsonNode each : Vectors.json("tc.json").get("command")) {
            TcMessage command = TcMessage.parse(Message.of(Vectors.hex(each, "hex"))).orElseThrow();
            commands.begin(0, command);
            media.begin(1, TcMessage.of(9, 40 * all.size(), new byte[300]));
            while (commands.isBusy() || media.isBusy()) {
                if (commands.isBusy()) {
                    commands.writeChunk(sink);
                }
                if (media.isBusy()) {
                    media.writeChunk(sink);
                }
            }
            all.add(bytes.toByteArray());
        }
        return all;
    }

    private static void chunkStream(byte[] input) {
        long[] got = new long[1];
        ChunkReader reader =
                new ChunkReader(
                        LIMITS,
                        (id, message) -> {
                            got[0] += message.payloadLength();
                            return true;
                        });
        try {
            reader.receive(input, 0, input.length / 3);
            reader.receive(input, input.length / 3, input.length - input.length / 3);
        } catch (MalformedChunkException declared) {
            Require.that(declared.getStackTrace().length == 0, "a refusal is expensive");
        }
        Require.that(got[0] <= input.length, "messages out of nothing");
        Require.that(reader.partialBytes() <= LIMITS.partialBytes(), "too much in part");
    }

    /** Collects what is written. */
    private record Collected(ByteArrayOutputStream bytes) implements ByteSink {
        @Override
        public int room() {
            return 1 << 20;
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes.write(from, offset, length);
        }
    }

    /** A connection behind its handshake. */
    private static final class Connection implements Target {
        private List<byte[]> seeds;

        @Override
        public String name() {
            return "rtmp-connection";
        }

        @Override
        public byte[] input(RandomGenerator random) {
            if (seeds == null) {
                seeds = chunkSeeds();
            }
            return Spoiler.spoil(seeds, random);
        }

        @Override
        public int weight() {
            return 20;
        }

        @Override
        public long allocation() {
            return 1 << 20;
        }

        @Override
        public void run(byte[] input) {
            RecordingHandler handler = new RecordingHandler();
            long now = 1_000_000_000L;
            RtmpConnection connection =
                    new RtmpConnection(
                            RtmpConfig.DEFAULT,
                            Protocol.RTMP,
                            ADDRESS,
                            client -> handler,
                            () -> {},
                            new SplittableRandom(1),
                            now);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] hello = new byte[1 + 2 * PACKET];
            hello[0] = 3;
            connection.receive(hello, 0, hello.length, now);
            connection.receive(input, 0, input.length, now);
            connection.flush(new Collected(out), now);
            connection.advance(now + 1_000_000_000L);
            connection.flush(new Collected(out), now + 1_000_000_000L);
            Require.that(out.size() <= 2 * hello.length + input.length, "says " + out.size());
            connection.abort(CloseReason.FAR_CLOSED, now + 1_000_000_000L);
            connection.abort(CloseReason.FAR_CLOSED, now + 1_000_000_000L);
            handler.verify();
            Require.that(handler.closed().isPresent(), "not told of the end");
        }
    }
}
