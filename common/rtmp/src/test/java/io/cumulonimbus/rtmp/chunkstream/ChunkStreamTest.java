package io.cumulonimbus.rtmp.chunkstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.rtmp.tc.TcMessage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks as the standard shows them, and the traps of those who write them. */
class ChunkStreamTest {
    /** A message and where it belongs. */
    record Got(long streamId, TcMessage message) {}

    private final List<Got> got = new ArrayList<>();
    private final ChunkReader reader = reader(ChunkLimits.DEFAULT);
    private final Bytes out = new Bytes();
    private final ChunkWriter writer = new ChunkWriter();

    /** Keeps what is written. */
    static final class Bytes implements ByteSink {
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();

        @Override
        public int room() {
            return Integer.MAX_VALUE;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            all.write(bytes, offset, length);
        }

        byte[] toBytes() {
            return all.toByteArray();
        }

        String hex() {
            return HexFormat.of().formatHex(toBytes());
        }
    }

    private ChunkReader reader(ChunkLimits limits) {
        return new ChunkReader(limits, (id, message) -> got.add(new Got(id, message)));
    }

    private static TcMessage message(int type, int timestamp, int length) {
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) (type * 7 + i);
        }
        return TcMessage.of(type, timestamp, payload);
    }

    private void write(OutgoingChunkStream stream, long streamId, TcMessage message) {
        stream.begin(streamId, message);
        while (stream.isBusy()) {
            stream.writeChunk(out);
        }
    }

    private void read(String hex) throws MalformedChunkException {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        for (byte one : bytes) {
            reader.receive(new byte[] {one}, 0, 1);
        }
    }

    private static String zeros(int bytes) {
        return "00".repeat(bytes);
    }

    private List<Integer> times() {
        return got.stream().map(g -> g.message.timestamp()).toList();
    }

    // RTMP 1.0 §5.3.2.1
    @Test
    void theStandardsFirstExampleIsWrittenAndRead() throws MalformedChunkException {
        OutgoingChunkStream audio = writer.stream(3);
        for (int time : new int[] {1000, 1020, 1040, 1060}) {
            write(audio, 12345, message(8, time, 32));
        }
        // The standard's table goes on with type 3 from the third message on; we stay with type 2.
        byte[] bytes = out.toBytes();
        assertThat(bytes).hasSize(44 + 3 * 36);
        assertThat(out.hex()).startsWith("03" + "0003e8" + "000020" + "08" + "39300000");
        assertThat(HexFormat.of().formatHex(bytes, 44, 48)).isEqualTo("83000014");
        reader.receive(bytes, 0, bytes.length);
        assertThat(times()).containsExactly(1000, 1020, 1040, 1060);
        assertThat(got).allMatch(g -> g.streamId == 12345);
    }

    // RTMP 1.0 §5.3.2.1
    @Test
    void aType3ThatBeginsAMessageRepeatsTheDelta() throws MalformedChunkException {
        read("03 0003e8 000020 08 39300000" + zeros(32));
        read("83 000014" + zeros(32));
        read("c3" + zeros(32));
        read("c3" + zeros(32));
        assertThat(times()).containsExactly(1000, 1020, 1040, 1060);
        assertThat(got).allMatch(g -> g.streamId == 12345 && g.message.payloadLength() == 32);
    }

    // RTMP 1.0 §5.3.1.2.4
    @Test
    void aType3BehindAType0AddsItsTimestamp() throws MalformedChunkException {
        read("04 000017 000001 08 01000000 aa");
        read("c4 bb");
        read("c4 cc");
        assertThat(times()).containsExactly(23, 46, 69);
    }

    // RTMP 1.0 §5.3.2.2
    @Test
    void theStandardsSecondExampleIsWrittenAndRead() throws MalformedChunkException {
        write(writer.stream(4), 12346, message(9, 1000, 307));
        byte[] bytes = out.toBytes();
        assertThat(bytes).hasSize(140 + 129 + 52);
        assertThat(out.hex()).startsWith("04" + "0003e8" + "000133" + "09" + "3a300000");
        assertThat(bytes[140]).isEqualTo((byte) 0xc4);
        assertThat(bytes[269]).isEqualTo((byte) 0xc4);
        reader.receive(bytes, 0, bytes.length);
        assertThat(got).containsExactly(new Got(12346, message(9, 1000, 307)));
    }

    @ParameterizedTest
    @CsvSource({
        "2,02",
        "63,3f",
        "64,0000",
        "319,00ff",
        "320,010001",
        "1000,01a803",
        "65599,01ffff"
    })
    void everyChunkStreamIdHasItsShortestHeader(int id, String header)
            throws MalformedChunkException {
        write(writer.stream(id), 1, message(20, 5, 300));
        assertThat(out.hex()).startsWith(header);
        reader.receive(out.toBytes(), 0, out.toBytes().length);
        assertThat(got).containsExactly(new Got(1, message(20, 5, 300)));
    }

    @Test
    void longFormsOfSmallIdsAreRead() throws MalformedChunkException {
        read("01 0000 000000 000001 14 00000000 aa");
        read("c0 00 bb");
        assertThat(got).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 128, 129, 256, 257, 258})
    void lastChunksOfAnyLengthAreCompleteMessages(int length) throws MalformedChunkException {
        write(writer.stream(3), 0, message(20, 0, length));
        reader.receive(out.toBytes(), 0, out.toBytes().length);
        assertThat(got).containsExactly(new Got(0, message(20, 0, length)));
    }

    @Test
    void anEmptyMessageIsAMessage() throws MalformedChunkException {
        write(writer.stream(4), 1, message(8, 7, 0));
        write(writer.stream(5), 1, message(9, 8, 1));
        reader.receive(out.toBytes(), 0, out.toBytes().length);
        assertThat(got).containsExactly(new Got(1, message(8, 7, 0)), new Got(1, message(9, 8, 1)));
    }

    // RTMP Errata §5.1
    @Test
    void extendedTimestampsAreRepeatedInEveryChunk() throws MalformedChunkException {
        write(writer.stream(4), 1, message(9, 0x01000000, 300));
        assertThat(out.hex()).startsWith("04ffffff00012c090100000001000000");
        byte[] bytes = out.toBytes();
        assertThat(bytes).hasSize(16 + 128 + 5 + 128 + 5 + 44);
        assertThat(HexFormat.of().formatHex(bytes, 144, 149)).isEqualTo("c401000000");
        assertThat(HexFormat.of().formatHex(bytes, 277, 282)).isEqualTo("c401000000");
        write(writer.stream(5), 1, message(8, 0xffffff, 1));
        reader.receive(out.toBytes(), 0, out.toBytes().length);
        assertThat(got)
                .containsExactly(
                        new Got(1, message(9, 0x01000000, 300)),
                        new Got(1, message(8, 0xffffff, 1)));
    }

    @Test
    void aDeltaBehindAnExtendedTimestampNeedsNoExtension() throws MalformedChunkException {
        OutgoingChunkStream stream = writer.stream(4);
        write(stream, 1, message(9, 0xfffffff0, 200));
        int before = out.toBytes().length;
        write(stream, 1, message(9, 0x10, 200));
        assertThat(out.toBytes()).hasSize(before + 4 + 128 + 1 + 72);
        reader.receive(out.toBytes(), 0, out.toBytes().length);
        assertThat(times()).containsExactly(0xfffffff0, 0x10);
    }

    @Test
    void aSenderThatLeavesOutExtendedTimestampsIsUnderstood() throws MalformedChunkException {
        byte[] payload = message(9, 0, 258).payload();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(HexFormat.of().parseHex("04ffffff000102090100000001000000"));
        bytes.write(payload, 0, 128);
        bytes.write(0xc4);
        bytes.write(payload, 128, 128);
        bytes.write(0xc4);
        bytes.write(payload, 256, 2);
        bytes.writeBytes(HexFormat.of().parseHex("05000001000001080100000077"));
        for (byte one : bytes.toByteArray()) {
            reader.receive(new byte[] {one}, 0, 1);
        }
        assertThat(got)
                .containsExactly(
                        new Got(1, TcMessage.of(9, 0x01000000, payload)),
                        new Got(1, TcMessage.of(8, 1, new byte[] {0x77})));
    }

    @Test
    void payloadThatBeginsLikeTheTimestampIsTakenBack() throws MalformedChunkException {
        byte[] payload = message(9, 0, 130).payload();
        payload[128] = 1;
        payload[129] = 0;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(HexFormat.of().parseHex("04ffffff000082090100000001000000"));
        bytes.write(payload, 0, 128);
        bytes.write(0xc4);
        bytes.write(payload, 128, 2);
        bytes.writeBytes(HexFormat.of().parseHex("05000001000001080100000077"));
        reader.receive(bytes.toByteArray(), 0, bytes.size());
        assertThat(got)
                .containsExactly(
                        new Got(1, TcMessage.of(9, 0x01000000, payload)),
                        new Got(1, TcMessage.of(8, 1, new byte[] {0x77})));
    }

    @Test
    void aType3ThatBeginsAMessageMayCarryTheNewAbsoluteTime() throws MalformedChunkException {
        read("04 ffffff 000001 08 01000000 01000000 aa");
        read("c4 01000000 bb");
        assertThat(times()).containsExactly(0x01000000, 0x02000000);
    }

    @Test
    void timeThatGoesBackBeginsWithType0() throws MalformedChunkException {
        OutgoingChunkStream stream = writer.stream(4);
        write(stream, 1, message(9, 5000, 10));
        write(stream, 1, message(9, 40, 10));
        write(stream, 2, message(9, 50, 10));
        reader.receive(out.toBytes(), 0, out.toBytes().length);
        assertThat(times()).containsExactly(5000, 40, 50);
        assertThat(got.get(2).streamId).isEqualTo(2);
        assertThat(out.toBytes()[22]).isEqualTo((byte) 4);
    }

    @Test
    void interleavedMessagesComeOutWhole() throws MalformedChunkException {
        OutgoingChunkStream video = writer.stream(6);
        OutgoingChunkStream audio = writer.stream(4);
        video.begin(1, message(9, 100, 300));
        video.writeChunk(out);
        write(audio, 1, message(8, 90, 200));
        assertThat(video.isBegun()).isTrue();
        video.writeChunk(out);
        video.writeChunk(out);
        reader.receive(out.toBytes(), 0, out.toBytes().length);
        assertThat(got)
                .containsExactly(new Got(1, message(8, 90, 200)), new Got(1, message(9, 100, 300)));
    }

    // RTMP 1.0 §5.4.1
    @Test
    void setChunkSizeTakesEffectWithTheNextChunk() throws MalformedChunkException {
        read("04 000000 00012c 09 01000000" + zeros(128));
        read("02 000000 000004 01 00000000 00001000");
        assertThat(reader.chunkSize()).isEqualTo(4096);
        read("c4" + zeros(172));
        assertThat(got).hasSize(1);
        assertThat(got.get(0).message.payloadLength()).isEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "80000000", "ffffffff"})
    void animpossibleChunkSizeIsMalformed(String size) {
        assertThatThrownBy(() -> read("02 000000 000004 01 00000000" + size))
                .isInstanceOf(MalformedChunkException.class);
    }

    @Test
    void aHugeChunkSizeIsAsGoodAsTheLongestMessage() throws MalformedChunkException {
        read("02 000000 000004 01 00000000 7fffffff");
        assertThat(reader.chunkSize()).isEqualTo(0xffffff);
        read("02 000000 000004 01 00000000 00000001");
        read("04 000000 000003 09 01000000 01 c4 02 c4 03");
        assertThat(got.get(0).message.payload()).isEqualTo(new byte[] {1, 2, 3});
    }

    // RTMP 1.0 §5.4.2, RTMP Errata §6
    @Test
    void anAbortedMessageIsForgottenAndItsTimeCounts() throws MalformedChunkException {
        read("04 000064 00012c 09 01000000" + zeros(128));
        read("02 000000 000004 02 00000000 00000004");
        assertThat(reader.partialBytes()).isZero();
        read("44 000005 000001 09 aa");
        assertThat(times()).containsExactly(105);
        read("02 000000 000004 02 00000000 0000ffff");
    }

    @Test
    void aMessageThatIsBegunAnewReplacesTheOneBefore() throws MalformedChunkException {
        read("04 000064 00012c 09 01000000" + zeros(128));
        read("04 000065 000001 09 01000000 aa");
        assertThat(times()).containsExactly(101);
        assertThat(reader.replaced()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"44 000000 000001 08 aa", "84 000000 aa", "c4 aa"})
    void aChunkStreamBeginsWithType0(String hex) {
        assertThatThrownBy(() -> read(hex)).isInstanceOf(MalformedChunkException.class);
    }

    @Test
    void aMessageBeyondTheLimitIsRefusedByItsHeader() {
        assertThatThrownBy(() -> read("04 000000 800001 09 01000000"))
                .isInstanceOf(MalformedChunkException.class);
        assertThatThrownBy(
                        () ->
                                reader(ChunkLimits.DEFAULT)
                                        .receive(
                                                HexFormat.of().parseHex("030000001000011400000000"),
                                                0,
                                                12))
                .isInstanceOf(MalformedChunkException.class);
    }

    @Test
    void announcedBytesCostNothingUntilTheyCome() throws MalformedChunkException {
        for (int i = 0; i < 900; i++) {
            int id = 64 + i;
            byte[] head =
                    HexFormat.of().parseHex("010000" + "000000" + "7fffff" + "09" + "01000000");
            head[1] = (byte) (id - 64);
            head[2] = (byte) (id - 64 >> 8);
            reader.receive(head, 0, head.length);
            reader.receive(new byte[128], 0, 128);
        }
        assertThat(reader.partialBytes()).isLessThan(900 * 17_000L);
    }

    @Test
    void tooMuchInPiecesIsRefused() {
        ChunkReader small = reader(new ChunkLimits(100_000, 1000, 100_100, 8));
        byte[] head =
                HexFormat.of().parseHex("04000000" + "0186a0" + "0901000000".substring(0, 10));
        assertThatThrownBy(
                        () -> {
                            for (int id = 4; id < 12; id++) {
                                head[0] = (byte) id;
                                small.receive(head, 0, head.length);
                                small.receive(new byte[128], 0, 128);
                            }
                        })
                .isInstanceOf(MalformedChunkException.class);
        assertThat(small.partialBytes()).isLessThan(120_000);
    }

    @Test
    void tooManyChunkStreamsAreRefused() {
        ChunkReader few = reader(new ChunkLimits(1000, 1000, 1000, 3));
        assertThatThrownBy(
                        () -> {
                            for (int id = 3; id < 7; id++) {
                                byte[] empty = new byte[12];
                                empty[0] = (byte) id;
                                few.receive(empty, 0, empty.length);
                            }
                        })
                .isInstanceOf(MalformedChunkException.class)
                .hasMessageContaining("too many");
    }

    @Test
    void aReceiverThatHasEnoughGetsNoMore() throws MalformedChunkException {
        List<TcMessage> taken = new ArrayList<>();
        ChunkReader once =
                new ChunkReader(
                        ChunkLimits.DEFAULT,
                        (id, message) -> {
                            taken.add(message);
                            return false;
                        });
        byte[] two = HexFormat.of().parseHex("04000000000001080100000099" + "c4aa");
        once.receive(two, 0, two.length);
        assertThat(taken).hasSize(1);
    }

    @Test
    void anAbandonedMessageLeavesItsStreamUsable() throws MalformedChunkException {
        OutgoingChunkStream stream = writer.stream(4);
        stream.begin(1, message(9, 100, 300));
        stream.writeChunk(out);
        assertThat(stream.isBegun()).isTrue();
        stream.abandon();
        write(writer.stream(2), 0, TcMessage.of(2, 0, new byte[] {0, 0, 0, 4}));
        write(stream, 1, message(9, 140, 10));
        reader.receive(out.toBytes(), 0, out.toBytes().length);
        assertThat(got).containsExactly(new Got(1, message(9, 140, 10)));
    }

    @Test
    void aMessageHeldBackCostsTheWriterNothing() {
        assertThatThrownBy(() -> writer.stream(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.stream(65_600))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.chunkSize(0)).isInstanceOf(IllegalArgumentException.class);
        OutgoingChunkStream stream = writer.stream(4);
        stream.begin(1, message(9, 0, 1));
        assertThatThrownBy(() -> stream.begin(1, message(9, 0, 1)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void bodiesAreHandedOverWithoutACopy() {
        List<Integer> slices = new ArrayList<>();
        ByteSink sink =
                new ByteSink() {
                    @Override
                    public int room() {
                        return 1;
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        assertThat(length).isLessThanOrEqualTo(ChunkWriter.MAX_HEADER);
                    }

                    @Override
                    public void write(io.cumulonimbus.client.Message message, int from, int n) {
                        slices.addAll(Arrays.asList(from, n));
                    }
                };
        writer.chunkSize(200);
        OutgoingChunkStream stream = writer.stream(4);
        stream.begin(1, message(9, 0, 300));
        assertThat(stream.writeChunk(sink) + stream.writeChunk(sink)).isEqualTo(300);
        assertThat(slices).containsExactly(5, 200, 205, 100);
    }
}
