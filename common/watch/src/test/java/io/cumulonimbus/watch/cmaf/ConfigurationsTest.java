package io.cumulonimbus.watch.cmaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records that configure decoders, as encoders write them; and as nobody should. */
class ConfigurationsTest {
    private static final String OPUS_HEAD = "4f70757348656164 01 02 3801 80bb0000 0000 00";

    private static Optional<Track> track(Codec codec, String hex) {
        return Configurations.track(codec, Vectors.hex(hex));
    }

    @ParameterizedTest
    @CsvSource({
        "AVC, 01 42c01e ff e1 0001 67, avc1.42c01e",
        "HEVC, 01 01 60000000 900000000000 5d f000fcfdf8f800000f00, hvc1.1.6.L93.90",
        "HEVC, 01 22 20000000 b00000000000 96 f000fcfdfafa00000f00, hvc1.2.4.H150.B0",
        "HEVC, 01 41 60000000 000000000000 5d f000fcfdf8f800000f00, hvc1.A1.6.L93",
        "HEVC, 01 04 10000000 9f00a8000000 78 f000fcfdf8f800000f00, hvc1.4.8.L120.9F.0.A8",
        "AV1, 81 00 0c 00, av01.0.00M.08",
        "AV1, 81 0d 4c 00 0a0b, av01.0.13M.10",
        "AV1, 81 48 ec 00, av01.2.08H.12",
        "VP9, 00 0a 82 010101 0000, vp09.00.10.08",
        "VP9, 02 1f a2 010101 0000, vp09.02.31.10",
        "VP9, 01000000 00 0b 82 010101 0000, vp09.00.11.08",
        "VP9, 00 00 00 020202 0000, vp09.00.51.08",
        "AAC, 1210, mp4a.40.2",
        "OPUS, 4f70757348656164 01 02 3801 80bb0000 0000 00, opus",
        "OPUS, '', opus"
    })
    void namesSayWhatAPlayerHasToKnow(Codec codec, String hex, String name) {
        assertThat(track(codec, hex).orElseThrow().codecName()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "AVC, 01 42c01e ff e1",
        "AVC, 00 42c01e ff e1 0001",
        "HEVC, 01 01 60000000",
        "AV1, 01 00 0c 00",
        "AV1, 81 00 0c",
        "VP9, 00 0a 82 010101 00",
        "VP9, 01000000 00 0b 82 010101 00",
        "AAC, 12",
        "OPUS, 4f70757348656164 01 02",
        "OPUS, 4f70757348656165 01 02 3801 80bb0000 0000 00",
        "OPUS, 4f70757348656164 11 02 3801 80bb0000 0000 00",
        "OPUS, 4f70757348656164 01 00 3801 80bb0000 0000 00",
        "OPUS, 4f70757348656164 01 03 3801 80bb0000 0000 00",
        "OPUS, 4f70757348656164 01 03 3801 80bb0000 0000 01 02 01 0001"
    })
    void whatIsTooShortOrOfAnotherKindIsNone(Codec codec, String hex) {
        assertThat(track(codec, hex)).isEmpty();
    }

    @Test
    void numbersOfOpusAreTurnedRound() {
        assertThat(track(Codec.OPUS, OPUS_HEAD).orElseThrow().config())
                .isEqualTo(Vectors.hex("00 02 0138 0000bb80 0000 00"));
        Track surround =
                track(Codec.OPUS, "4f70757348656164 01 06 3801 80bb0000 0000 01 04 02 000401020305")
                        .orElseThrow();
        assertThat(surround.channels()).isEqualTo(6);
        assertThat(surround.sampleRate()).isEqualTo(48_000);
        assertThat(surround.config())
                .isEqualTo(Vectors.hex("00 06 0138 0000bb80 0000 01 04 02 000401020305"));
    }

    @SeededTest(seeds = 50)
    void anyBytesAreTakenOrNot(RandomGenerator random) {
        for (Codec codec : Codec.values()) {
            for (int i = 0; i < 300; i++) {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                byte[] head = codec == Codec.OPUS ? Vectors.hex(OPUS_HEAD) : Vectors.hex("81");
                int kept = random.nextInt(head.length + 1);
                System.arraycopy(head, 0, bytes, 0, Math.min(kept, bytes.length));
                Configurations.track(codec, bytes)
                        .ifPresent(
                                track -> {
                                    assertThat(track.codecName()).isNotEmpty();
                                    assertThat(Header.of(List.of(track)).bytes()).isNotEmpty();
                                });
            }
            assertThat(Configurations.track(codec, new byte[1 << 20])).isEmpty();
        }
    }
}
