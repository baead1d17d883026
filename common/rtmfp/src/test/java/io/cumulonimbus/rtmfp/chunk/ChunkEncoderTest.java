package io.cumulonimbus.rtmfp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmfp.packet.Option;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** User data straight from messages. */
class ChunkEncoderTest {
    private final ChunkEncoder encoder = new ChunkEncoder();

    @Test
    void contiguousFragmentsBecomeNextUserData() {
        PacketWriter out = new PacketWriter(100);
        whole(out, 2, 5, 2, "000102");
        whole(out, 2, 6, 2, "030405");
        whole(out, 2, 7, 2, "060708");
        assertThat(out.toBytes())
                .isEqualTo(Vectors.hex("100007000205030001021100040003040511000400060708"));
    }

    @Test
    void anythingElseStartsOver() {
        assertThat(typeOfSecond(3, 6, 2)).isEqualTo(ChunkType.USER_DATA);
        assertThat(typeOfSecond(2, 7, 2)).isEqualTo(ChunkType.USER_DATA);
        assertThat(typeOfSecond(2, 5, 2)).isEqualTo(ChunkType.USER_DATA);
        assertThat(typeOfSecond(2, 6, 3)).isEqualTo(ChunkType.USER_DATA);
        assertThat(typeOfSecond(2, 6, 2)).isEqualTo(ChunkType.NEXT_USER_DATA);
    }

    @Test
    void aNewPacketStartsOverEvenAtTheSamePlace() {
        PacketWriter out = new PacketWriter(100);
        whole(out, 2, 5, 2, "aa");
        int end = out.position();
        out.reset(0, 100);
        out.bytes(new byte[end]);
        whole(out, 2, 6, 2, "aa");
        assertThat(out.toBytes()[end]).isEqualTo((byte) ChunkType.USER_DATA);
    }

    @Test
    void anotherChunkBetweenStartsOver() {
        PacketWriter out = new PacketWriter(100);
        whole(out, 2, 5, 2, "aa");
        ChunkEncoder.encode(new Ping(new byte[0]), out);
        int at = out.position();
        whole(out, 2, 6, 2, "aa");
        assertThat(out.toBytes()[at]).isEqualTo((byte) ChunkType.USER_DATA);
    }

    @SeededTest
    void whatIsEncodedIsDecodedAndTheOverheadIsTold(RandomGenerator random) {
        RandomChunks chunks = new RandomChunks(random);
        byte[] body = new byte[6000];
        random.nextBytes(body);
        Message message = Message.of(chunks.bytes(9), body, 500, 5000);
        PacketWriter out = new PacketWriter(60_000);
        List<Chunk> sent = new ArrayList<>();
        UserData last = chunks.userData();
        for (int i = 0; i < 30; i++) {
            boolean next = random.nextBoolean();
            UserData drawn = next ? following(last, chunks.options()) : chunks.userData();
            int from = random.nextInt(message.length());
            int length = drawn.abandon() ? 0 : random.nextInt(message.length() - from) / 4;
            last = withData(drawn, message, from, length);
            int before = out.length();
            int overhead = write(out, last, message, from, length);
            assertThat(overhead).isEqualTo(out.length() - length - before);
            sent.add(last);
        }
        assertThat(Chunks.decode(out.toBytes())).isEqualTo(sent);
    }

    private int write(PacketWriter out, UserData c, Message message, int from, int length) {
        int overhead =
                encoder.userDataOverhead(
                        out,
                        c.flowId(),
                        c.sequenceNumber(),
                        c.forwardSequenceNumber(),
                        c.options());
        encoder.userData(
                out,
                c.flowId(),
                c.sequenceNumber(),
                c.forwardSequenceNumber(),
                c.fragment(),
                c.abandon(),
                c.last(),
                c.options(),
                message,
                from,
                length);
        return overhead;
    }

    private static UserData following(UserData c, List<Option> options) {
        return new UserData(
                c.flowId(),
                c.sequenceNumber() + 1,
                c.forwardSequenceNumber(),
                FragmentControl.MIDDLE,
                false,
                false,
                options,
                new byte[0]);
    }

    private static UserData withData(UserData c, Message message, int from, int length) {
        byte[] data = new byte[length];
        message.copyTo(from, data, 0, length);
        return new UserData(
                c.flowId(),
                c.sequenceNumber(),
                c.forwardSequenceNumber(),
                c.fragment(),
                c.abandon(),
                c.last(),
                c.options(),
                data);
    }

    private int typeOfSecond(long flowId, long sequence, long forward) {
        PacketWriter out = new PacketWriter(100);
        whole(out, 2, 5, 2, "aa");
        int at = out.position();
        whole(out, flowId, sequence, forward, "aa");
        return out.toBytes()[at];
    }

    private void whole(PacketWriter out, long flowId, long sequence, long forward, String hex) {
        Message message = Message.of(Vectors.hex(hex));
        encoder.userData(
                out,
                flowId,
                sequence,
                forward,
                FragmentControl.WHOLE,
                false,
                false,
                List.of(),
                message,
                0,
                message.length());
    }
}
