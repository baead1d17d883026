package io.cumulonimbus.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.watch.hls.HlsFile;
import io.cumulonimbus.watch.hls.HlsReply;
import io.cumulonimbus.watch.hls.HlsSession;
import io.cumulonimbus.watch.hls.Shelves;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HlsSessionTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int[] AVC_HEADER = {
        0x17, 0, 0, 0, 0, 1, 0x42, 0xc0, 0x1e, 0xff, 0xe1, 0, 1, 0x67, 1, 0, 1, 0x68
    };
    private static final int[] KEY = {0x17, 1, 0, 0, 0, 0, 0, 0, 1, 0x65};
    private static final int[] DELTA = {0x27, 1, 0, 0, 40, 0, 0, 0, 1, 0x41};
    private static final int[] AAC_HEADER = {0xaf, 0, 0x12, 0x10};
    private static final int[] AAC = {0xaf, 1, 0x21};

    private final SmallServer server = new SmallServer();
    private final List<HlsReply> replies = new ArrayList<>();
    private final HlsSession session =
            new HlsSession(
                    "id.hls",
                    new StreamViewer(
                            new WatchRequest(
                                    Protocol.HTTP,
                                    new InetSocketAddress("127.0.0.1", 5),
                                    WatchPath.parse("/live/film.m3u8").orElseThrow(),
                                    "h",
                                    "",
                                    ""),
                            5 * SECOND,
                            () -> {},
                            new Random(1)),
                    new Shelves(Shelves.Neighbours.NONE),
                    () -> {});
    private long now = 9 * SECOND;

    private void start() {
        session.start(server, now);
        session.request(HlsFile.START, replies::add, now);
        session.flush(now);
    }

    /** Seconds of five pictures each, of which the first is a key frame; and sound. */
    private void play(int from, int seconds) {
        if (from == 0) {
            server.metadata(
                    new AmfObject().put("width", 320).put("height", 180).put("audiocodecid", 10));
            server.audio(0, AAC_HEADER);
            server.video(0, AVC_HEADER);
        }
        for (int i = from * 5; i < (from + seconds) * 5; i++) {
            server.video(i * 200, i % 5 == 0 ? KEY : DELTA);
            server.audio(i * 200 + 1, AAC);
        }
        session.flush(now);
    }

    private String ask(String name, String query) {
        replies.clear();
        session.request(HlsFile.parse(name, query).orElseThrow(), replies::add, now);
        return replies.isEmpty() ? "" : text(replies.getFirst());
    }

    private static String text(HlsReply reply) {
        return new String(reply.body(), StandardCharsets.ISO_8859_1);
    }

    private static List<String> headers(String playlist) {
        return playlist.lines()
                .filter(line -> line.startsWith("#EXT-X-MAP:"))
                .map(line -> line.split("\"")[1])
                .toList();
    }

    @Test
    void theFirstPlaylistWaitsForASegmentAndSaysWhatIsInIt() {
        start();
        play(0, 1);
        assertThat(replies).isEmpty();
        play(1, 1);
        assertThat(replies).hasSize(1);
        assertThat(text(replies.getFirst()))
                .endsWith(
                        "CODECS=\"avc1.42c01e,mp4a.40.2\",RESOLUTION=320x180\nid.hls/media.m3u8\n");
    }

    @Test
    void segmentsAndPartsAreListed() {
        start();
        play(0, 3);
        String playlist = ask("media.m3u8", "");
        String header = headers(playlist).getFirst();
        assertThat(playlist)
                .isEqualTo(
                        """
                        #EXTM3U
                        #EXT-X-VERSION:9
                        #EXT-X-TARGETDURATION:2
                        #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.500
                        #EXT-X-PART-INF:PART-TARGET=0.500
                        #EXT-X-MEDIA-SEQUENCE:1
                        #EXT-X-MAP:URI="HEADER"
                        #EXT-X-PART:DURATION=0.400,URI="00000000-1.0.m4s",INDEPENDENT=YES
                        #EXT-X-PART:DURATION=0.400,URI="00000000-1.1.m4s"
                        #EXT-X-PART:DURATION=0.200,URI="00000000-1.2.m4s"
                        #EXTINF:1.000,
                        00000000-1.m4s
                        #EXT-X-PART:DURATION=0.400,URI="00000000-2.0.m4s",INDEPENDENT=YES
                        #EXT-X-PART:DURATION=0.400,URI="00000000-2.1.m4s"
                        #EXT-X-PART:DURATION=0.200,URI="00000000-2.2.m4s"
                        #EXTINF:1.000,
                        00000000-2.m4s
                        #EXT-X-PART:DURATION=0.400,URI="00000000-3.0.m4s",INDEPENDENT=YES
                        #EXT-X-PART:DURATION=0.400,URI="00000000-3.1.m4s"
                        #EXT-X-PRELOAD-HINT:TYPE=PART,URI="00000000-3.2.m4s"
                        """
                                .replace("HEADER", header));
        assertThat(ask(header, "")).contains("ftyp", "moov", "avcC", "esds");
        assertThat(ask("00000000-2.m4s", "")).contains("moof", "mdat");
        assertThat(ask("00000000-3.1.m4s", "")).contains("moof", "mdat");
        for (String none :
                List.of("00000000-8.m4s", "00000001-2.m4s", "init-0123456789abcdef.mp4")) {
            assertThat(ask(none, "")).contains("no such file");
            assertThat(replies.getFirst().status()).isEqualTo(404);
        }
    }

    @Test
    void whoAsksForWhatIsComingWaitsForIt() {
        start();
        play(0, 3);
        assertThat(ask("00000000-3.2.m4s", "")).isEmpty();
        play(3, 1);
        assertThat(replies).hasSize(1);
        assertThat(ask("media.m3u8", "_HLS_msn=4&_HLS_part=4")).isEmpty();
        play(4, 1);
        assertThat(text(replies.getFirst())).contains("\n00000000-4.m4s\n");
    }

    @Test
    void nobodyWaitsForEver() {
        start();
        play(0, 3);
        assertThat(ask("media.m3u8", "_HLS_msn=99")).isEmpty();
        now += 6 * SECOND;
        session.advance(now);
        assertThat(text(replies.getFirst())).startsWith("#EXTM3U");
    }

    @Test
    void theLastSegmentsAreListedAndSomeMoreKept() {
        start();
        play(0, 20);
        assertThat(ask("media.m3u8", "")).contains("#EXT-X-MEDIA-SEQUENCE:14\n");
        assertThat(ask("00000000-8.m4s", "")).contains("moof");
        assertThat(ask("00000000-7.m4s", "")).contains("no such file");
    }

    @Test
    void anotherHeaderIsADiscontinuity() {
        start();
        play(0, 2);
        int[] other = AVC_HEADER.clone();
        other[6] = 0x4d;
        server.video(2000, other);
        play(2, 2);
        String playlist = ask("media.m3u8", "");
        assertThat(playlist).contains("#EXT-X-DISCONTINUITY\n#EXT-X-MAP:");
        assertThat(headers(playlist)).hasSize(2).doesNotHaveDuplicates();
        for (String header : headers(playlist)) {
            assertThat(ask(header, "")).contains("moov");
        }
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now += SECOND;
            session.advance(now);
        }
    }

    @Test
    void theEndOfTheStreamIsTheEndOfThePlaylistAfterAWhile() {
        start();
        play(0, 2);
        server.status("NetStream.Play.UnpublishNotify");
        session.flush(now);
        assertThat(ask("media.m3u8", "")).doesNotContain("00000000-2.m4s\n", "ENDLIST");
        pass(1);
        assertThat(ask("media.m3u8", "")).endsWith("00000000-2.m4s\n");
        pass(18);
        assertThat(ask("media.m3u8", "")).endsWith("00000000-2.m4s\n");
        assertThat(server.closed).isEmpty();
        pass(1);
        assertThat(ask("media.m3u8", "")).endsWith("00000000-2.m4s\n#EXT-X-ENDLIST\n");
        assertThat(server.closed).containsExactly(CloseReason.FAR_CLOSED);
        assertThat(session.isOver(now)).isFalse();
        now += 31 * SECOND;
        assertThat(session.isOver(now)).isTrue();
    }

    @Test
    void theEndOfARecordingIsTheEndOfThePlaylistAtOnce() {
        start();
        play(0, 2);
        server.status("NetStream.Play.Stop");
        session.flush(now);
        assertThat(ask("media.m3u8", "")).endsWith("00000000-2.m4s\n#EXT-X-ENDLIST\n");
    }

    @Test
    void aStreamThatComesBackGoesOnInTheSamePlaylist() {
        start();
        play(0, 2);
        server.status("NetStream.Play.UnpublishNotify");
        session.flush(now);
        pass(19);
        server.status("NetStream.Play.PublishNotify");
        play(0, 2);
        ask("media.m3u8", "");
        pass(20);
        String playlist = ask("media.m3u8", "");
        assertThat(playlist)
                .contains("00000000-2.m4s\n#EXT-X-DISCONTINUITY\n")
                .contains("00000000-3.m4s\n")
                .doesNotContain("ENDLIST");
        assertThat(server.closed).isEmpty();
        server.status("NetStream.Play.UnpublishNotify");
        session.flush(now);
        pass(20);
        assertThat(ask("media.m3u8", "")).endsWith("00000000-4.m4s\n#EXT-X-ENDLIST\n");
    }

    @Test
    void whoAsksNoMoreIsGone() {
        start();
        play(0, 2);
        now += 30 * SECOND;
        session.advance(now);
        assertThat(server.closed).containsExactly(CloseReason.FAR_CLOSED);
        assertThat(session.isOver(now)).isTrue();
    }

    @Test
    void whoMayNotWatchIsToldSo() {
        server.refusesConnect = "NetConnection.Connect.Rejected";
        start();
        assertThat(replies.getFirst().status()).isEqualTo(403);
        assertThat(session.isOver(now)).isTrue();
    }

    @Test
    void requestsThatWaitAreBounded() {
        start();
        for (int i = 0; i < 20; i++) {
            session.request(HlsFile.START, replies::add, now);
        }
        assertThat(replies).hasSize(5).allMatch(reply -> reply.status() == 503);
    }

    /** The same in the words of Enhanced RTMP. */
    private void playEnhanced(int seconds, String video, String config, String audio, String head) {
        server.audio(0, values("90" + audio + head));
        server.video(0, values("90" + video + config));
        for (int i = 0; i < seconds * 5; i++) {
            server.video(i * 200, values((i % 5 == 0 ? "91" : "a1") + video + "0000000a0b0c0d"));
            server.audio(i * 200 + 1, values("91" + audio + "fc"));
        }
        session.flush(now);
    }

    private static int[] values(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        int[] values = new int[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes[i] & 0xff;
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({
        "61763031, 81000c00, av01.0.00M.08, av1C",
        "76703039, 000a820101010000, vp09.00.10.08, vpcC",
        "68766331, 0101600000009000000000005df000fcfdf8f800000f00, hvc1.1.6.L93.90, hvcC"
    })
    void newerCodecsHaveTheirNamesAndBoxes(String fourCc, String config, String name, String box) {
        start();
        playEnhanced(3, fourCc, config, "4f707573", "");
        assertThat(text(replies.getFirst()))
                .contains("CODECS=\"" + name + ",opus\",RESOLUTION=640x360\n");
        String header = headers(ask("media.m3u8", "")).getFirst();
        assertThat(ask(header, "")).contains(box, "Opus", "dOps");
        assertThat(ask("00000000-1.m4s", "")).contains("moof", "\n\u000b");
    }

    /** Without metadata, as many encoders publish. */
    @Test
    void theCodecItselfSaysHowLargePicturesAre() {
        start();
        server.video(
                0,
                values(
                        "1700000000"
                                + "0142c01effe100186742c01e8c680a02ff97011000003e90000ea600f08846a0"
                                + "01000468ce3c80"));
        for (int i = 0; i < 15; i++) {
            server.video(i * 200, i % 5 == 0 ? KEY : DELTA);
        }
        session.flush(now);
        assertThat(text(replies.getFirst()))
                .contains("CODECS=\"avc1.42c01e\",RESOLUTION=640x360,FRAME-RATE=29.970\n");
    }

    /** VP9 says it with each key frame, and its configuration may not know a level. */
    @Test
    void aKeyFrameOfVp9SaysHowLargePicturesAre() {
        start();
        server.video(0, values("9076703039000082020202" + "0000"));
        for (int i = 0; i < 15; i++) {
            String frame = i % 5 == 0 ? "9176703039824983420014100b5602" : "a17670303986";
            server.video(i * 200, values(frame));
        }
        session.flush(now);
        assertThat(text(replies.getFirst()))
                .contains("CODECS=\"vp09.00.20.08\",RESOLUTION=322x182\n");
    }

    @Test
    void aStreamThatNoFileTakesIsRefusedWithItsCodec() {
        start();
        playEnhanced(2, "76703038", "", "664c6143", "");
        assertThat(replies).as("something else may follow").isEmpty();
        playEnhanced(3, "76703038", "", "664c6143", "");
        assertThat(replies.getFirst().status()).isEqualTo(404);
        assertThat(text(replies.getFirst())).contains("fLaC, vp08", "HEVC", "watch it as FLV");
    }

    @Test
    void whatNoFileTakesIsLeftOut() {
        start();
        playEnhanced(3, "76703038", "", "4f707573", "");
        assertThat(text(replies.getFirst())).contains("CODECS=\"opus\"\n");
    }

    @Test
    void anotherCodecBeginsWithTheNextSegment() {
        start();
        play(0, 2);
        server.video(2000, KEY);
        server.video(2200, values("906176303181000c00"));
        server.video(2200, values("91617630310a0b0c0d")); // too soon for a segment of its own
        server.video(2400, values("a1617630310a0b0c0d"));
        server.video(3200, values("91617630310a0b0c0d"));
        server.video(4200, values("91617630310a0b0c0d"));
        session.flush(now);
        assertThat(headers(ask("media.m3u8", ""))).hasSize(2).doesNotHaveDuplicates();
        assertThat(ask("00000000-3.m4s", "")).doesNotContain("\n\u000b\u000c");
        assertThat(ask("00000000-4.m4s", "")).contains("\n\u000b\u000c");
    }

    @Test
    void soundAloneIsCutByTime() {
        start();
        server.metadata(new AmfObject().put("audiocodecid", 10));
        server.audio(0, AAC_HEADER);
        for (int i = 0; i < 100; i++) {
            server.audio(i * 100, AAC);
        }
        session.flush(now);
        assertThat(text(replies.getFirst())).contains("CODECS=\"mp4a.40.2\"\n");
        assertThat(ask("media.m3u8", "")).contains("#EXTINF:1.800,\n", "INDEPENDENT=YES");
    }
}
