package io.cumulonimbus.flv;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.flv.MediaTag.Content;
import io.cumulonimbus.testkit.ffmpeg.Ffmpeg;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that a real encoder wrote. */
class RealFileTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"libopenh264,aac,7,10", "flv1,libmp3lame,2,2", "flv1,libspeex,2,11"})
    void aRealFileIsReadToTheLastByteAndWrittenBack(
            String video, String audio, int videoCodec, int audioCodec)
            throws IOException, MalformedFlvException {
        byte[] file = Files.readAllBytes(encoded(video, audio));
        FlvReader reader = new FlvReader();
        List<FlvTag> tags = new ArrayList<>();

        reader.feed(file, tags::add);

        assertThat(reader.skippedBytes()).isZero();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(FlvWriter.header(reader.header().orElseThrow()));
        tags.forEach(tag -> out.writeBytes(FlvWriter.tag(tag)));
        assertThat(out.toByteArray()).isEqualTo(file);
        assertThat(tags.getFirst().type()).isEqualTo(FlvTag.SCRIPT);
        List<MediaTag> media =
                tags.stream().filter(tag -> tag.type() != FlvTag.SCRIPT).map(MediaTag::of).toList();
        assertThat(media)
                .allSatisfy(
                        m -> assertThat(m.codec()).isEqualTo(m.video() ? videoCodec : audioCodec));
        List<MediaTag> pictures =
                media.stream().filter(m -> m.video() && m.content() == Content.FRAMES).toList();
        assertThat(pictures).hasSize(50);
        assertThat(pictures.stream().filter(MediaTag::keyFrame)).hasSize(5);
        assertThat(pictures.getFirst().keyFrame()).isTrue();
        int headers = (videoCodec == MediaTag.AVC ? 1 : 0) + (audioCodec == MediaTag.AAC ? 1 : 0);
        assertThat(media.stream().filter(MediaTag::isSequenceStart)).hasSize(headers);
    }

    private Path encoded(String video, String audio) {
        Ffmpeg ffmpeg = Ffmpeg.onClassPath().orElse(null);
        Assumptions.assumeTrue(ffmpeg != null, "no ffmpeg for this platform");
        Path file = folder.resolve("real.flv");
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("-f", "lavfi", "-i", "testsrc=size=160x120:rate=25:duration=2"));
        arguments.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=440:duration=2"));
        arguments.addAll(List.of("-c:v", video, "-g", "10", "-pix_fmt", "yuv420p"));
        arguments.addAll(List.of("-c:a", audio, "-ac", "1"));
        arguments.addAll(List.of("-ar", audio.equals("libspeex") ? "16000" : "44100"));
        arguments.add(file.toString());
        ffmpeg.run(60, arguments.toArray(String[]::new));
        return file;
    }
}
