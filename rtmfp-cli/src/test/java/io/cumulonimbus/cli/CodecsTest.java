package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.flv.FlvReader;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.flv.MediaTag;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.PlayOptions;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPublisher;
import io.cumulonimbus.testkit.Patience;
import io.cumulonimbus.testkit.browser.Chromium;
import io.cumulonimbus.testkit.ffmpeg.Ffmpeg;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * AV1, VP9, HEVC and Opus come in by RTMP and go out of an edge by RTMP, RTMFP, as FLV and as HLS;
 * the real ffprobe decodes as many frames as there are packets.
 */
@Timeout(400)
class CodecsTest {
    private static final int PICTURES = 40;

    /** What the real ffmpeg publishes, and plays over RTMP, though not with Opus. */
    private static final String BY_FFMPEG = "av1";

    @TempDir private Path home;
    private final HttpClient http = HttpClient.newHttpClient();
    private final NetClient client = NetClient.start();
    private final Ffmpeg ffmpeg = RealFfmpeg.orSkip();

    /** Films by their names, which are those of their codecs. */
    private Map<String, List<FlvTag>> films() throws Exception {
        Map<String, List<FlvTag>> films = new LinkedHashMap<>();
        List<FlvTag> opus = List.of();
        if (has("libopus")) {
            Path ogg = home.resolve("sound.ogg");
            List<String> sound = List.of("-f", "lavfi", "-i", "sine=f=440:r=48000", "-t", "3");
            List<String> all = new ArrayList<>(sound);
            all.addAll(List.of("-c:a", "libopus", ogg.toString()));
            ffmpeg.run(100, all.toArray(String[]::new));
            opus = EnhancedFilm.opus(Files.readAllBytes(ogg));
        }
        films.put("hevc", EnhancedFilm.mixed(EnhancedFilm.hevc(), opus));
        if (has("libsvtav1")) {
            films.put(BY_FFMPEG, encoded(BY_FFMPEG, "-c:v", "libsvtav1", "-preset", "12"));
        }
        if (has("libvpx-vp9")) {
            List<FlvTag> vp9 =
                    encoded("vp9", "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8");
            films.put("vp9", EnhancedFilm.mixed(EnhancedFilm.only(FlvTag.VIDEO, vp9), opus));
        }
        return films;
    }

    private boolean has(String encoder) {
        boolean there = ffmpeg.hasEncoder(encoder);
        if (!there) {
            System.out.println("SKIPPED: ffmpeg has no " + encoder);
        }
        return there;
    }

    private List<FlvTag> encoded(String name, String... codec) throws Exception {
        List<String> all = new ArrayList<>();
        all.addAll(List.of("-f", "lavfi", "-i", "testsrc2=size=160x96:rate=25"));
        all.addAll(List.of("-f", "lavfi", "-i", "sine=f=440:r=44100", "-t", "2", "-g", "25"));
        all.addAll(List.of(codec));
        Path film = home.resolve(name + ".flv");
        all.addAll(List.of("-c:a", "aac", film.toString()));
        ffmpeg.run(180, all.toArray(String[]::new));
        return EnhancedFilm.tags(Files.readAllBytes(film));
    }

    /** Publishes a film again and again, as fast as it is to be seen. */
    private final class Publisher {
        private final List<FlvTag> tags;
        private final StreamPublisher stream;
        private final long beginNs = System.nanoTime();
        private int next;

        Publisher(String url, String name, List<FlvTag> tags) throws Exception {
            this.tags = tags.stream().filter(tag -> tag.type() != FlvTag.SCRIPT).toList();
            this.stream =
                    client.connect(URI.create(url), Stage.trustingAnyone(), ConnectionListener.NONE)
                            .get(90, TimeUnit.SECONDS)
                            .publish(name, PublishOptions.RELIABLE, StreamListener.NONE)
                            .get(90, TimeUnit.SECONDS);
        }

        void play() {
            long now = (System.nanoTime() - beginNs) / 1_000_000;
            for (long time = time(); time <= now; time = time()) {
                FlvTag tag = tags.get(next % tags.size());
                boolean video = tag.type() == FlvTag.VIDEO;
                stream.write(video ? MediaKind.VIDEO : MediaKind.AUDIO, time, tag.data());
                next++;
            }
        }

        private long time() {
            int round = next / tags.size();
            return (long) round * EnhancedFilm.MS + tags.get(next % tags.size()).timestamp();
        }
    }

    /** Takes a stream until so many pictures came. */
    private static final class Taker implements StreamListener {
        private final BlockingQueue<FlvTag> came = new LinkedBlockingQueue<>();

        @Override
        public void onMessage(MediaKind kind, long timestamp, Message payload) {
            if (kind != MediaKind.DATA) {
                int type = kind == MediaKind.VIDEO ? FlvTag.VIDEO : FlvTag.AUDIO;
                came.add(new FlvTag(type, (int) timestamp, payload.toBytes()));
            }
        }

        List<FlvTag> take() throws Exception {
            List<FlvTag> tags = new ArrayList<>();
            while (pictures(tags) < PICTURES) {
                FlvTag tag = came.poll(90, TimeUnit.SECONDS);
                assertThat(tag).as("pictures go on").isNotNull();
                tags.add(tag);
            }
            return tags;
        }
    }

    private static long pictures(List<FlvTag> tags) {
        return tags.stream()
                .filter(tag -> tag.type() == FlvTag.VIDEO && !MediaTag.of(tag).isSequenceStart())
                .count();
    }

    private List<FlvTag> played(String url, String name) throws Exception {
        Taker taker = new Taker();
        client.connect(URI.create(url), Stage.trustingAnyone(), ConnectionListener.NONE)
                .get(90, TimeUnit.SECONDS)
                .play(name, PlayOptions.DEFAULT, taker)
                .get(90, TimeUnit.SECONDS);
        return taker.take();
    }

    private List<FlvTag> overHttp(String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        HttpResponse<InputStream> reply =
                http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(reply.statusCode()).isEqualTo(200);
        List<FlvTag> tags = new ArrayList<>();
        FlvReader reader = new FlvReader();
        byte[] piece = new byte[8192];
        try (InputStream in = reply.body()) {
            while (pictures(tags) < PICTURES) {
                reader.feed(piece, 0, in.read(piece), tags::add);
            }
        }
        return tags;
    }

    private Path copied(Path copy, String url) {
        ffmpeg.run(180, "-i", url, "-frames:v", "" + PICTURES, "-c", "copy", copy.toString());
        return copy;
    }

    private static Set<ByteBuffer> bodies(List<FlvTag> tags) {
        return tags.stream()
                .filter(tag -> tag.type() != FlvTag.SCRIPT)
                .map(tag -> ByteBuffer.wrap(tag.data()))
                .collect(Collectors.toSet());
    }

    /** Every picture can be decoded, and sound too where ffprobe knows it in such a file. */
    private void assertDecoded(String codec, Path copy) {
        assertThat(ffmpeg.decodedPackets(copy))
                .as("%s", copy)
                .anyMatch(row -> row.startsWith(codec + ","))
                .filteredOn(row -> !row.startsWith("unknown,"))
                .allMatch(row -> row.matches("\\w+,([1-9][0-9]*),\\1"), "a frame for each packet");
    }

    @Test
    void everyPictureArrivesByEveryWay() throws Exception {
        Map<String, List<FlvTag>> films = films();
        List<Publisher> publishers = new ArrayList<>();
        List<Process> processes = new ArrayList<>();
        try (Stage stage = Stage.start(home, Way.THROUGH_EDGE);
                ExecutorService players = Executors.newCachedThreadPool()) {
            List<Future<?>> playing = new ArrayList<>();
            for (Map.Entry<String, List<FlvTag>> film : films.entrySet()) {
                String url = stage.url(Protocol.RTMP, "live");
                if (film.getKey().equals(BY_FFMPEG)) {
                    processes.add(publishing(url + "/" + BY_FFMPEG));
                } else {
                    publishers.add(new Publisher(url, film.getKey(), film.getValue()));
                }
                ways(stage, film.getKey(), film.getValue())
                        .forEach(way -> playing.add(players.submit(way)));
            }
            Awaitility.await()
                    .atMost(Patience.LIMIT.multipliedBy(2))
                    .pollInterval(Duration.ofMillis(10))
                    .until(
                            () -> {
                                publishers.forEach(Publisher::play);
                                return playing.stream().allMatch(Future::isDone);
                            });
            for (Future<?> one : playing) {
                one.get();
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
            client.close();
        }
    }

    @Test
    void newerCodecsAreRecordedAndPlayedFromAKeyFrame() throws Exception {
        Path film = EnhancedFilm.save(home.resolve("film.flv"), EnhancedFilm.hevc());
        Path copy = home.resolve("copy.flv");
        try (Stage stage = Stage.start(home, Way.THROUGH_EDGE)) {
            String url = stage.url("live/film");
            String[] publish = {"publish", film.toString(), url, "--fast", "--type", "record"};
            assertThat(Stage.rtmfp(publish)).isZero();
            Path recording = home.resolve("media/live/streams/film.flv");
            assertThat(ffmpeg.decodedPackets(recording)).containsExactly("hevc,50,50");
            assertThat(Stage.rtmfp("play", url, "-o", copy.toString(), "--start", "1.5")).isZero();
        }
        assertThat(ffmpeg.decodedPackets(copy))
                .as("with the header, from the key frame before")
                .contains("hevc,25,25");
    }

    @Test
    void newerCodecsPlayInABrowserAsHls() throws Exception {
        Optional<Path> program = Chromium.program();
        Assumptions.assumeTrue(program.isPresent(), "SKIPPED: chromium is not installed");
        Map<String, List<FlvTag>> films = films();
        films.remove("hevc"); // which it plays where the machine decodes it
        List<Publisher> publishers = new ArrayList<>();
        Path profile = Files.createDirectory(home.resolve("profile"));
        try (Stage stage = Stage.start(home, Way.THROUGH_EDGE);
                Chromium browser = Chromium.start(program.get(), profile)) {
            for (Map.Entry<String, List<FlvTag>> film : films.entrySet()) {
                String url = stage.url(Protocol.RTMP, "live");
                publishers.add(new Publisher(url, film.getKey(), film.getValue()));
            }
            for (String codec : films.keySet()) {
                browser.open(stage.url(Protocol.HTTP, "live/" + codec + ".html#hls"));
                String plays =
                        "video.currentTime > 1 && video.videoHeight === 96"
                                + " && video.getVideoPlaybackQuality().totalVideoFrames > 10";
                Awaitility.await()
                        .alias(codec)
                        .pollInterval(Duration.ofMillis(20))
                        .ignoreExceptions() // of a page that is not there yet
                        .until(
                                () -> {
                                    publishers.forEach(Publisher::play);
                                    return browser.evaluate(plays).asBoolean();
                                });
                assertThat(browser.evaluate("video.error === null").asBoolean()).isTrue();
            }
        } finally {
            client.close();
        }
    }

    private Process publishing(String url) throws Exception {
        List<String> film = List.of("-i", home.resolve(BY_FFMPEG + ".flv").toString());
        return ffmpeg.ffmpeg(
                        Stream.of(
                                        List.of("-re", "-stream_loop", "-1"),
                                        film,
                                        List.of("-c", "copy", "-f", "flv", url))
                                .flatMap(List::stream)
                                .toList())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("publisher.log").toFile())
                .start();
    }

    private List<Callable<Void>> ways(Stage stage, String codec, List<FlvTag> film) {
        String stream = "live/" + codec;
        boolean byFfmpeg = codec.equals(BY_FFMPEG);
        return List.of(
                () -> {
                    if (byFfmpeg) {
                        Path copy = folder(codec).resolve("rtmp.flv");
                        assertDecoded(codec, copied(copy, stage.url(Protocol.RTMP, stream)));
                    } else {
                        check(codec, "rtmp", film, played(stage.url(Protocol.RTMP, "live"), codec));
                    }
                    assertHls(codec, stage.url(Protocol.HTTP, stream + ".m3u8"));
                    return null;
                },
                () -> check(codec, "rtmfp", film, played(stage.url("live"), codec)),
                () -> {
                    String url = stage.url(Protocol.HTTP, stream + ".flv");
                    return check(codec, "http", film, overHttp(url));
                });
    }

    /** Sound is there from the first segment on, because the stream is under way. */
    private void assertHls(String codec, String url) throws Exception {
        Path copy = copied(folder(codec).resolve("hls.mp4"), url);
        assertDecoded(codec, copy);
        if (has("libopus") || codec.equals(BY_FFMPEG)) {
            assertThat(ffmpeg.decodedPackets(copy)).anyMatch(row -> row.matches("(aac|opus),.*"));
        }
    }

    private Path folder(String codec) throws Exception {
        return Files.createDirectories(home.resolve(codec));
    }

    private Void check(String codec, String way, List<FlvTag> film, List<FlvTag> copy)
            throws Exception {
        assertThat(bodies(film)).containsAll(bodies(copy));
        assertDecoded(codec, EnhancedFilm.save(folder(codec).resolve(way + ".flv"), copy));
        return null;
    }
}
