package io.cumulonimbus.watch.ts;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.rtmp.chunkstream.ByteSink;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import io.cumulonimbus.watch.Framing;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Packets of transport streams; that real players take them is TransportStreamTest. */
class TsOutputTest {
    private static final String AVC = "1700000000 0142c01effe10004 6742c01e 010002 68ce";
    private static final String KEY = "17010000 50 00000002 0910 00000003 65aabb";
    private static final String DELTA = "2701000000 00000003 41aabb";
    private static final String AAC = "af00 1210";
    private static final String SOUND = "af01 2110";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteSink sink =
            new ByteSink() {
                @Override
                public int room() {
                    return 9;
                }

                @Override
                public void write(byte[] from, int offset, int length) {
                    bytes.write(from, offset, length);
                }
            };
    private final TsOutput out = new TsOutput(sink, Framing.PLAIN);

    private void video(int time, String hex) {
        out.media(TcMessage.of(9, time, Vectors.hex(hex)));
    }

    private void audio(int time, String hex) {
        out.media(TcMessage.of(8, time, Vectors.hex(hex)));
    }

    /** What came since the last time, a text of digits for each packet. */
    private List<String> packets() {
        byte[] all = bytes.toByteArray();
        bytes.reset();
        List<String> packets = new ArrayList<>();
        assertThat(all.length % 188).isZero();
        for (int i = 0; i < all.length; i += 188) {
            StringBuilder text = new StringBuilder();
            for (int j = i; j < i + 188; j++) {
                text.append(String.format("%02x", all[j]));
            }
            packets.add(text.toString());
        }
        return packets;
    }

    @Test
    void tablesStandBeforeAKeyFrameWithItsParameterSets() {
        audio(0, AAC);
        video(0, AVC);
        assertThat(packets()).as("headers alone are nothing").isEmpty();
        video(0, KEY);
        List<String> first = packets();
        assertThat(first).hasSize(3);
        assertThat(first.get(0))
                .startsWith("47400010" + "00" + "00b00d0001c100000001f0002ab104b2ff");
        assertThat(first.get(1))
                .startsWith("47500010" + "00" + "02b0170001c3" + "0000e100f000")
                .contains("1be100f000" + "0fe101f000");
        assertThat(first.get(2))
                .startsWith("47410030")
                .contains("000001e00000" + "84c00a")
                .contains("0000000109f0" + "000000016742c01e" + "0000000168ce" + "0000000165aabb")
                .doesNotContain("000000010910")
                .endsWith("65aabb");
        video(40, DELTA);
        assertThat(packets().getFirst())
                .startsWith("47410031")
                .contains("000001e00000" + "848005")
                .endsWith("0000000109f0" + "0000000141aabb");
        audio(40, SOUND);
        assertThat(packets().getFirst())
                .startsWith("47410130")
                .contains("000001c00011" + "848005")
                .endsWith("fff15080013ffc" + "2110");
    }

    @Test
    void aKindThatComesLaterIsToldOfAtOnce() {
        video(0, AVC);
        video(0, KEY);
        packets();
        audio(10, AAC);
        audio(10, SOUND);
        List<String> later = packets();
        assertThat(later).hasSize(3);
        assertThat(later.get(1)).contains("02b0170001c5").contains("0fe101f000");
        audio(20, SOUND);
        assertThat(packets()).hasSize(1);
    }

    @Test
    void soundAloneHasTheClockAndTablesNowAndThen() {
        int tables = 0;
        for (int i = 0; i < 100; i++) {
            audio(i * 20, "2e ffe340c4 0000"); // MP3 as it is
            List<String> made = packets();
            tables += made.size() - 1;
            assertThat(made.getLast()).contains("000001c0000e").endsWith("ffe340c40000");
        }
        assertThat(tables).isEqualTo(2 * 4);
    }

    /** 33 bits of 90 kHz, two seconds after nothing; a jump is none. */
    private static long shown(String packet) {
        String digits = packet.split("000001e00000848005")[1].substring(0, 10);
        long value = Long.parseLong(digits, 16);
        return (value >> 33 & 7) << 30 | (value >> 17 & 0x7fff) << 15 | value >> 1 & 0x7fff;
    }

    @Test
    void clocksGoOnWhereTheyWrapAndJump() {
        video(-20, AVC);
        video(-20, KEY);
        packets();
        video(20, DELTA);
        assertThat(shown(packets().getLast())).isEqualTo(180_000 + 40 * 90);
        video(9_000_000, DELTA);
        assertThat(shown(packets().getLast())).isEqualTo(180_000 + 40 * 90);
        video(9_000_040, DELTA);
        assertThat(shown(packets().getLast())).isEqualTo(180_000 + 80 * 90);
        video(0, DELTA);
        video(40, DELTA);
        assertThat(shown(packets().getLast())).isEqualTo(180_000 + 120 * 90);
    }

    @Test
    void whatIsOfAnotherCodecOrCutOffIsLeftOut() {
        video(0, KEY);
        audio(0, SOUND);
        video(0, "9061763031 81000c00");
        video(0, "9161763031 0a0b");
        video(0, AVC);
        video(0, "1701000000 000000ff 65");
        video(0, "17");
        audio(0, "af00 f8");
        audio(0, SOUND);
        out.media(TcMessage.of(18, 0, new byte[] {2, 0, 0}));
        assertThat(packets()).isEmpty();
    }

    @Test
    void eachMessageIsAChunk() {
        TsOutput chunked = new TsOutput(sink, Framing.CHUNKED);
        chunked.media(TcMessage.of(9, 0, Vectors.hex(AVC)));
        chunked.media(TcMessage.of(9, 0, Vectors.hex(KEY)));
        assertThat(bytes.toString(StandardCharsets.ISO_8859_1))
                .startsWith("234\r\nG")
                .endsWith("\r\n");
    }

    @SeededTest(seeds = 20)
    void anyBytesMakeWholePackets(RandomGenerator random) {
        List<String> known = List.of(AVC, KEY, DELTA, AAC, SOUND, "1c00000000", "9068766331");
        for (int i = 0; i < 500; i++) {
            byte[] head = Vectors.hex(known.get(random.nextInt(known.size())));
            byte[] body = new byte[1 + random.nextInt(600)];
            random.nextBytes(body);
            System.arraycopy(
                    head,
                    0,
                    body,
                    0,
                    Math.min(random.nextInt(40), Math.min(head.length, body.length)));
            out.media(TcMessage.of(8 + random.nextInt(2), random.nextInt(), body));
            assertThat(bytes.size() % 188).isZero();
            bytes.reset();
        }
    }
}
