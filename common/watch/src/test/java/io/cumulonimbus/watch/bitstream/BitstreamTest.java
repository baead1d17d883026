package io.cumulonimbus.watch.bitstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Configurations and frames as encoders made them with ffmpeg 7.1 (HEVC: x265 3.5). */
class BitstreamTest {
    private static final Offset<Double> NEARLY = Offset.offset(0.001);
    private static final double NTSC = 30_000 / 1_001.0;

    /** OpenH264, 854x480 of high profile: 10 pixels of its macroblocks are cut off. */
    private static final String AVC_HIGH =
            "01640c1fffe1001167640c1fac18d01b07bcde0203c2211a8001000468ee3c80fdf8f800";

    /** OpenH264, 640x360, and a rate that was written into it. */
    private static final String AVC_RATED =
            "0142c01effe100186742c01e8c680a02ff97011000003e90000ea600f08846a001000468ce3c80";

    /** OpenH264, 1918x1078. */
    private static final String AVC_ODD =
            "0142c028ffe100116742c0288c680780227a9b0101e1108d4001000468ce3c80";

    /** x265, 854x480 at 30000/1001. */
    private static final String HEVC =
            "0101600000009000000000005af000fcfdf8f800000f03a0000100184001"
                    + "0c01ffff01600000030090000003000003005a959809a100010028420101"
                    + "01600000030090000003000003005aa006b201e1d796566924cae0100000"
                    + "3e900007530080a2000100074401c172b46240";

    /** x265, 1918x1078 at 50, with scaling lists and an aspect of its own. */
    private static final String HEVC_SCALED =
            "0101600000009000000000007bf000fcfdf8f800000f03a0000100184001"
                    + "0c01ffff01600000030090000003000003007b959809a10001002a420101"
                    + "01600000030090000003000003007ba003c08010e75596566924e5787008"
                    + "00001f4000061a8040a2000100074401c172b46240";

    /** libaom, 854x480. */
    private static final String AV1 = "81040c000a0b00000024c6abdf36be4010";

    /** The same with a rate in it. */
    private static final String AV1_RATED = "81040c000a130400000fa40001d4c300000498d57be6d7c802";

    /** SVT-AV1, 640x362. */
    private static final String AV1_SVT = "81040c000a0b00000024c4ff6900be0010";

    /** libvpx, 322x182, of profiles 0 and 1. */
    private static final String VP9 = "824983420014100b560238241c184a00";

    private static final String VP9_444 = "a2498342000282016ac0470483830940";

    private static final List<Function<byte[], Optional<Picture>>> ALL =
            List.of(
                    AvcParameters::picture,
                    HevcParameters::picture,
                    Av1Sequence::picture,
                    Vp9Header::picture);

    private static void expect(Optional<Picture> picture, int width, int height, double rate) {
        assertThat(picture).isPresent();
        assertThat(picture.get().width()).isEqualTo(width);
        assertThat(picture.get().height()).isEqualTo(height);
        assertThat(picture.get().framesPerSecond()).isCloseTo(rate, NEARLY);
    }

    @Test
    void parameterSetsOfAvcSayTheSizeThatIsLeft() {
        expect(AvcParameters.picture(Vectors.hex(AVC_HIGH)), 854, 480, 0);
        expect(AvcParameters.picture(Vectors.hex(AVC_RATED)), 640, 360, NTSC);
        expect(AvcParameters.picture(Vectors.hex(AVC_ODD)), 1918, 1078, 0);
        assertThat(AvcParameters.profileAt(Vectors.hex(AVC_ODD))).isEqualTo(9);
    }

    @Test
    void parameterSetsOfHevcSayTheSizeThatIsLeft() {
        expect(HevcParameters.picture(Vectors.hex(HEVC)), 854, 480, NTSC);
        expect(HevcParameters.picture(Vectors.hex(HEVC_SCALED)), 1918, 1078, 50);
        byte[] config = Vectors.hex(HEVC);
        assertThat(HevcParameters.profile(config)).contains(Arrays.copyOfRange(config, 1, 13));
    }

    @Test
    void sequenceHeadersOfAv1SayTheSize() {
        expect(Av1Sequence.picture(Vectors.hex(AV1)), 854, 480, 0);
        expect(Av1Sequence.picture(Vectors.hex(AV1_RATED)), 854, 480, NTSC);
        expect(Av1Sequence.picture(Vectors.hex(AV1_SVT)), 640, 362, 0);
    }

    @Test
    void keyFramesOfVp9SayTheSize() {
        expect(Vp9Header.picture(Vectors.hex(VP9)), 322, 182, 0);
        expect(Vp9Header.picture(Vectors.hex(VP9_444)), 322, 182, 0);
        byte[] inter = Vectors.hex(VP9);
        inter[0] |= 4;
        assertThat(Vp9Header.picture(inter)).isEmpty();
    }

    @Test
    void whatIsCutOffSaysNothingOrTheSame() {
        List<String> vectors = List.of(AVC_HIGH, HEVC, AV1, VP9);
        for (int i = 0; i < vectors.size(); i++) {
            byte[] whole = Vectors.hex(vectors.get(i));
            Function<byte[], Optional<Picture>> parser = ALL.get(i);
            assertThat(IntStream.range(0, whole.length))
                    .allSatisfy(
                            length ->
                                    assertThat(parser.apply(Arrays.copyOf(whole, length)))
                                            .satisfiesAnyOf(
                                                    none -> assertThat(none).isEmpty(),
                                                    same -> expect(same, parser, whole)));
        }
    }

    private static void expect(
            Optional<Picture> picture, Function<byte[], Optional<Picture>> parser, byte[] whole) {
        Picture said = parser.apply(whole).orElseThrow();
        assertThat(picture.orElseThrow().width()).isEqualTo(said.width());
        assertThat(picture.orElseThrow().height()).isEqualTo(said.height());
    }

    @SeededTest(seeds = 20)
    void whateverIsReadEnds(RandomGenerator random) {
        List<String> vectors =
                List.of(AVC_HIGH, AVC_RATED, HEVC, HEVC_SCALED, AV1, AV1_RATED, VP9, VP9_444);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = Vectors.hex(vectors.get(random.nextInt(vectors.size())));
            for (int spoiled = random.nextInt(6); spoiled > 0; spoiled--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            HevcParameters.profile(bytes);
            AvcParameters.profileAt(bytes);
            for (Function<byte[], Optional<Picture>> parser : ALL) {
                parser.apply(bytes)
                        .ifPresent(
                                picture -> {
                                    assertThat(picture.width()).isBetween(1, 65_535);
                                    assertThat(picture.height()).isBetween(1, 65_535);
                                    assertThat(picture.framesPerSecond()).isBetween(0.0, 1_000.0);
                                });
            }
        }
    }
}
