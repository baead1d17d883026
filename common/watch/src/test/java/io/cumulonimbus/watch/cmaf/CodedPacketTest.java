package io.cumulonimbus.watch.cmaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import io.cumulonimbus.watch.cmaf.CodedPacket.Content;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of Enhanced RTMP and of FLV as publishers send them; and as nobody should. */
class CodedPacketTest {
    private static Message body(String hex) {
        return Message.of(Vectors.hex(hex));
    }

    @ParameterizedTest
    @CsvSource({
        "17 00 000000 0142,             CONFIGURATION, AVC, 5, 0, false",
        "17 01 000028 0000,             SAMPLE, AVC, 5, 40, true",
        "27 01 ffffd8 0000,             SAMPLE, AVC, 5, -40, false",
        "1c 01 000000 0000,             SAMPLE, HEVC, 5, 0, true",
        "90 68766331 01,                CONFIGURATION, HEVC, 5, 0, false",
        "91 68766331 000028 0000,       SAMPLE, HEVC, 8, 40, true",
        "a3 68766331 0000,              SAMPLE, HEVC, 5, 0, false",
        "91 61766331 000028 0000,       SAMPLE, AVC, 8, 40, true",
        "90 61763031 81,                CONFIGURATION, AV1, 5, 0, false",
        "91 61763031 0a0b,              SAMPLE, AV1, 5, 0, true",
        "91 61763031 1200 0a0b,         SAMPLE, AV1, 7, 0, true",
        "a1 76703039 86,                SAMPLE, VP9, 5, 0, false",
        "97 02 000001 01 76703039 86,   SAMPLE, VP9, 10, 0, true",
        "96 01 68766331 00 000005 aa,   SAMPLE, HEVC, 10, 5, true",
        "96 00 61763031 00 81,          CONFIGURATION, AV1, 7, 0, false"
    })
    void picturesAreToldApart(
            String hex, Content content, Codec codec, int from, int shownLaterMs, boolean key) {
        CodedPacket packet = CodedPacket.video(body(hex));

        assertThat(packet.content()).isEqualTo(content);
        assertThat(packet.codec()).contains(codec);
        assertThat(packet.from()).isEqualTo(from);
        assertThat(packet.shownLaterMs()).isEqualTo(shownLaterMs);
        assertThat(packet.key()).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({
        "af 00 1210,                CONFIGURATION, AAC, 2",
        "af 01 21,                  SAMPLE, AAC, 2",
        "90 4f707573,               CONFIGURATION, OPUS, 5",
        "91 4f707573 fc,            SAMPLE, OPUS, 5",
        "91 6d703461 21,            SAMPLE, AAC, 5",
        "95 01 4f707573 00 fc,      SAMPLE, OPUS, 7"
    })
    void soundsAreToldApart(String hex, Content content, Codec codec, int from) {
        CodedPacket packet = CodedPacket.audio(body(hex));

        assertThat(packet.content()).isEqualTo(content);
        assertThat(packet.codec()).contains(codec);
        assertThat(packet.from()).isEqualTo(from);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "17",
                "17 02 000000", // the end of a sequence
                "57 01 000000", // a command
                "91 6876", // too short for a name
                "91 68766331 00", // too short for its time
                "92 68766331", // the end of a sequence
                "94 68766331 02", // colours
                "95 61763031 80", // a descriptor of MPEG-2 TS
                "97 ff", // a modifier without end
                "96 01 68766331 01 000005 aa", // another track
                "96 11 68766331 00 000001 aa" // tracks side by side
            })
    void whatNoFileTakesIsNothing(String hex) {
        assertThat(CodedPacket.video(body(hex)).content()).isEqualTo(Content.NOTHING);
        assertThat(CodedPacket.video(body(hex)).name()).isEmpty();
    }

    @Test
    void codecsThatNoFileHasAreNamed() {
        assertThat(CodedPacket.video(body("91 76703038 00")).name()).isEqualTo("vp08");
        assertThat(CodedPacket.video(body("91 0a3c2265 00")).name()).isEqualTo("?<\"e");
        assertThat(CodedPacket.video(body("12 00")).name()).isEqualTo("FLV video 2");
        assertThat(CodedPacket.audio(body("91 664c6143 00")).name()).isEqualTo("fLaC");
        assertThat(CodedPacket.audio(body("2f ff")).name()).isEqualTo("FLV audio 2");
    }

    @SeededTest(seeds = 50)
    void anyBytesAreTaken(RandomGenerator random) {
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            if (bytes.length > 5 && random.nextBoolean()) {
                bytes[0] = (byte) (0x90 | random.nextInt(8));
                System.arraycopy(Vectors.hex("68766331"), 0, bytes, 1, 4);
            }
            Message body = Message.of(bytes);
            assertThat(CodedPacket.video(body).from()).isBetween(0, bytes.length);
            assertThat(CodedPacket.audio(body).from()).isBetween(0, bytes.length);
        }
    }
}
