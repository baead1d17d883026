package io.cumulonimbus.rtmp.chunkstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.SeededTest;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Whatever is written, however it is cut, comes out the same; whatever is spoiled does no harm. */
class ChunkStreamPropertyTest {
    private static final int[] IDS = {3, 4, 63, 64, 319, 320, 65_599};
    private static final int[] TYPES = {8, 9, 18, 20};
    private static final ChunkLimits LIMITS = new ChunkLimits(100_000, 50_000, 400_000, 32);

    /** A message that says which chunk stream it went through. */
    private record Sent(long streamId, TcMessage message) {}

    private final Map<Integer, List<Sent>> sent = new HashMap<>();
    private final ChunkStreamTest.Bytes out = new ChunkStreamTest.Bytes();

    private static TcMessage message(RandomGenerator random, int time) {
        int length =
                switch (random.nextInt(4)) {
                    case 0 -> random.nextInt(4);
                    case 1 -> random.nextInt(120, 140);
                    case 2 -> random.nextInt(2000);
                    default -> random.nextInt(20_000);
                };
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        return TcMessage.of(TYPES[random.nextInt(TYPES.length)], time, payload);
    }

    private void write(RandomGenerator random) {
        ChunkWriter writer = new ChunkWriter();
        OutgoingChunkStream control = writer.stream(2);
        List<OutgoingChunkStream> streams = new ArrayList<>();
        Map<Integer, ArrayDeque<Sent>> waiting = new HashMap<>();
        for (int id : IDS) {
            streams.add(writer.stream(id));
            ArrayDeque<Sent> queue = new ArrayDeque<>();
            int time = random.nextInt();
            for (int i = random.nextInt(12); i > 0; i--) {
                queue.add(new Sent(random.nextInt(3), message(random, time)));
                time += random.nextInt(10) == 0 ? random.nextInt() : random.nextInt(60);
            }
            sent.put(id, List.copyOf(queue));
            waiting.put(id, queue);
        }
        while (!streams.isEmpty()) {
            OutgoingChunkStream stream = streams.get(random.nextInt(streams.size()));
            if (!stream.isBusy()) {
                Sent next = waiting.get(stream.id()).poll();
                if (next == null) {
                    streams.remove(stream);
                    continue;
                }
                stream.begin(next.streamId, next.message);
            }
            stream.writeChunk(out);
            if (random.nextInt(20) == 0) {
                int size = random.nextInt(3) == 0 ? random.nextInt(1, 9) : random.nextInt(1, 5000);
                byte[] number = ByteBuffer.allocate(4).putInt(size).array();
                control.begin(0, TcMessage.of(1, 0, number));
                while (control.isBusy()) {
                    control.writeChunk(out);
                }
                writer.chunkSize(size);
            }
        }
    }

    private static int feed(ChunkReader reader, byte[] bytes, RandomGenerator random)
            throws MalformedChunkException {
        long most = 0;
        for (int at = 0; at < bytes.length; ) {
            int piece = Math.min(bytes.length - at, 1 + random.nextInt(random.nextInt(4000) + 1));
            reader.receive(bytes, at, piece);
            at += piece;
            most = Math.max(most, reader.partialBytes());
        }
        return (int) most;
    }

    @SeededTest(seeds = 100)
    void anyChunkingAndInterleavingComesOutTheSame(RandomGenerator random)
            throws MalformedChunkException {
        write(random);
        List<Sent> got = new ArrayList<>();
        ChunkReader reader =
                new ChunkReader(LIMITS, (id, message) -> got.add(new Sent(id, message)));
        feed(reader, out.toBytes(), random);
        List<Sent> expected = sent.values().stream().flatMap(List::stream).toList();
        assertThat(got).containsExactlyInAnyOrderElementsOf(expected);
        for (List<Sent> ofStream : sent.values()) {
            List<Sent> inOrder = new ArrayList<>(got);
            inOrder.removeIf(one -> ofStream.stream().noneMatch(other -> other.equals(one)));
            assertThat(inOrder.equals(ofStream)).as("messages of a stream in order").isTrue();
        }
        assertThat(reader.partialBytes()).isZero();
    }

    @SeededTest(seeds = 300)
    void spoiledChunksAreRefusedWithinTheirBounds(RandomGenerator random) {
        write(random);
        byte[] spoiled = new Mutator(random).mutate(out.toBytes());
        List<TcMessage> got = new ArrayList<>();
        ChunkReader reader = new ChunkReader(LIMITS, (id, message) -> got.add(message));
        try {
            int most = feed(reader, spoiled, random);
            assertThat(most).isLessThanOrEqualTo(LIMITS.partialBytes());
        } catch (MalformedChunkException expected) {
            assertThat(expected.getStackTrace()).isEmpty();
        }
        long payload = got.stream().mapToLong(TcMessage::payloadLength).sum();
        assertThat(payload).isLessThanOrEqualTo(spoiled.length);
        assertThat(reader.partialBytes()).isLessThan(LIMITS.partialBytes() + 100_005);
    }
}
