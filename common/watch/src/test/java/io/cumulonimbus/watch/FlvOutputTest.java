package io.cumulonimbus.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.rtmp.chunkstream.ByteSink;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FlvOutputTest {
    private static final int LATE = 0x01020304;

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

    private byte[] written(Framing framing, int length) {
        FlvOutput out = new FlvOutput(sink, framing);
        assertThat(out.room()).isEqualTo(9);
        out.begin(true, false);
        out.media(TcMessage.of(8, LATE, new byte[length]));
        return bytes.toByteArray();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    @Test
    void tagsAreThoseOfAFile() {
        assertThat(written(Framing.PLAIN, 2))
                .isEqualTo(
                        hex(
                                "464c56 01 04 00000009 00000000"
                                        + "08 000002 020304 01 000000 0000 0000000d"));
    }

    @Test
    void dataIsAScriptTag() {
        new FlvOutput(sink, Framing.PLAIN).media(TcMessage.of(18, 0, new byte[] {2, 0, 0}));
        assertThat(bytes.toByteArray()[0]).isEqualTo((byte) 18);
    }

    @Test
    void chunksHaveTheirLengths() {
        String text = new String(written(Framing.CHUNKED, 2), StandardCharsets.ISO_8859_1);
        assertThat(text).startsWith("d\r\nFLV").contains("\r\n11\r\n").endsWith("\r\n");
        assertThat(Framing.CHUNKED.end())
                .isEqualTo("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void framesOfWebSocketHaveTheirLengths() {
        byte[] all = written(Framing.WEBSOCKET, 200);
        assertThat(Arrays.copyOf(all, 2)).isEqualTo(hex("820d"));
        assertThat(Arrays.copyOfRange(all, 15, 19)).isEqualTo(hex("827e 00d7"));
        assertThat(all).hasSize(15 + 4 + 200 + 15);
        bytes.reset();
        byte[] large = written(Framing.WEBSOCKET, 70_000);
        assertThat(Arrays.copyOfRange(large, 15, 25)).isEqualTo(hex("827f 000000000001117f"));
    }
}
