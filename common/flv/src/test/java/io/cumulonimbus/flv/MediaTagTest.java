package io.cumulonimbus.flv;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.flv.MediaTag.Content;
import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Classification, against rtmfp-cpp's in {@code tc.json} where that is no policy of its own. */
class MediaTagTest {
    /**
     * To the peer a command frame whose first byte is 0 starts a sequence; here it is a command.
     */
    private static final Set<String> POLICY = Set.of("5700");

    static Stream<JsonNode> rows() {
        return Vectors.json("tc.json").get("media_classify").valueStream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void tagsAreToldApartAsByThePeer(JsonNode row) {
        byte[] payload = Vectors.hex(row, "payload");
        boolean video = row.get("kind").textValue().equals("video");

        MediaTag tag = video ? MediaTag.video(payload) : MediaTag.audio(payload);

        assertThat(tag.video()).isEqualTo(video);
        if (POLICY.contains(row.get("payload").textValue())) {
            assertThat(tag.content()).isEqualTo(Content.COMMAND);
            return;
        }
        assertThat(tag.isSequenceStart()).isEqualTo(row.get("init").booleanValue());
        assertThat(tag.content() != Content.FRAMES && tag.content() != Content.MULTITRACK)
                .isEqualTo(row.get("sequence_special").booleanValue());
        assertThat(tag.content() == Content.MULTITRACK)
                .isEqualTo(row.get("multitrack").booleanValue());
        if (video) {
            assertThat(tag.keyFrame()).isEqualTo(row.get("keyframe").booleanValue());
            assertThat(tag.content() == Content.CONFIGURATION)
                    .isEqualTo(row.get("enhanced_metadata").booleanValue());
        } else {
            assertThat(tag.content() == Content.SEQUENCE_END || tag.content() == Content.EMPTY)
                    .isEqualTo(row.get("sequence_end").booleanValue());
        }
        if (tag.codec() != 0) {
            assertThat(tag.enhanced()).isEqualTo(row.get("enhanced").booleanValue());
            int codec = video || tag.enhanced() ? tag.codec() : tag.codec() << 4;
            assertThat("%08x".formatted(codec)).isEqualTo(row.get("codec").textValue());
        }
    }

    @Test
    void modifiersBeforeAnExtendedHeaderArePassedOver() {
        // ModEx of 3 bytes, kind 0, then coded frames of hvc1; the same with a long length
        byte[] nanoseconds = Vectors.hex("97 02 000001 01 68766331 000000 aa");
        byte[] longOne = Vectors.hex("97 ff 0100" + "00".repeat(257) + "03 61763031 aa");

        assertThat(MediaTag.video(nanoseconds))
                .isEqualTo(new MediaTag(true, 0x68766331, true, Content.FRAMES, true));
        assertThat(MediaTag.video(longOne))
                .isEqualTo(new MediaTag(true, 0x61763031, true, Content.FRAMES, true));
    }

    @SeededTest(seeds = 200)
    void anyBytesCanBeClassified(RandomGenerator random) {
        for (int i = 0; i < 500; i++) {
            byte[] data = new byte[random.nextInt(12)];
            random.nextBytes(data);
            if (data.length > 0 && random.nextBoolean()) {
                data[0] = (byte) 0x97;
            }
            assertThat(MediaTag.audio(data).keyFrame()).isFalse();
            assertThat(MediaTag.video(data).video()).isTrue();
        }
    }
}
