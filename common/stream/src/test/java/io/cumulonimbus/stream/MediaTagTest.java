package io.cumulonimbus.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTagTest {
    @ParameterizedTest
    @CsvSource({
        "'', FRAME, 0",
        "17, KEY_FRAME, 0",
        "1700000000014d, CODEC_HEADER, 0",
        "1701000000aa, KEY_FRAME, 0",
        "2701000000aa, FRAME, 0",
        "1702000000, FRAME, 0",
        "27, FRAME, 0",
        "5700, FRAME, 0",
        "1c00000000, CODEC_HEADER, 0",
        "1200, KEY_FRAME, 0",
        "2200, FRAME, 0",
        "3200, FRAME, 0",
        "906876633101, CODEC_HEADER, 0",
        "9168766331000000aa, KEY_FRAME, 0",
        "a168766331000000aa, FRAME, 0",
        "9268766331, FRAME, 0",
        "9361763031aa, KEY_FRAME, 0",
        "946876633100, CODEC_HEADER, 257",
        "d46876633100, CODEC_HEADER, 257",
        "9561763031aa, CODEC_HEADER, 0",
        "96006876633103aa, CODEC_HEADER, 4",
        "9601687663310300, KEY_FRAME, 0",
        "a601687663310300, FRAME, 0",
        "96206876633105aa, CODEC_HEADER, 6",
        "9702ffffff0068766331aa, CODEC_HEADER, 0",
        "9702ffffff0168766331aa, KEY_FRAME, 0",
        "97ff, KEY_FRAME, 0",
        "97777777, KEY_FRAME, 0"
    })
    void videoIsReadFromItsFirstBytes(String hex, FrameRole role, int slot) {
        assertThat(MediaTag.video(Stage.hex(hex))).isEqualTo(new MediaTag(role, slot));
    }

    @ParameterizedTest
    @CsvSource({
        "'', FRAME, 0",
        "af001210, CODEC_HEADER, 0",
        "af01aabb, FRAME, 0",
        "af, FRAME, 0",
        "2faabb, FRAME, 0",
        "904f70757301, CODEC_HEADER, 0",
        "914f707573aa, FRAME, 0",
        "924f707573, FRAME, 0",
        "92, FRAME, 0",
        "944f70757300, CODEC_HEADER, 257",
        "95004f70757307aa, CODEC_HEADER, 8",
        "95014f70757307aa, FRAME, 0",
        "95204f70757302aa, CODEC_HEADER, 3",
        "9700ff004f707573aa, CODEC_HEADER, 0",
        "97ffffff, FRAME, 0"
    })
    void audioIsReadFromItsFirstBytes(String hex, FrameRole role, int slot) {
        assertThat(MediaTag.audio(Stage.hex(hex))).isEqualTo(new MediaTag(role, slot));
    }

    @Test
    void noBodyIsTooStrange() {
        StringBuilder hex = new StringBuilder();
        for (int first = 0; first < 256; first++) {
            hex.setLength(0);
            hex.append("%02x".formatted(first));
            for (int length = 1; length < 40; length++) {
                assertThat(MediaTag.video(Stage.hex(hex.toString()))).isNotNull();
                assertThat(MediaTag.audio(Stage.hex(hex.toString()))).isNotNull();
                hex.append("%02x".formatted((first * 31 + length * 17) & 0xff));
            }
        }
    }
}
