package io.cumulonimbus.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.stream.DropPolicy;
import io.cumulonimbus.stream.FanOut;
import io.cumulonimbus.stream.Ingress;
import io.cumulonimbus.stream.MediaFrame;
import io.cumulonimbus.stream.Subscription;
import io.cumulonimbus.stream.Viewer;
import io.cumulonimbus.watch.cmaf.Segment;
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

/** The same publication at several nodes, and on several loops of a node. */
class HlsNumbersTest {
    private static final int KEY = 0x17;
    private static final int DELTA = 0x27;

    private Ingress ingress = new Ingress(0x1234_5678_0000_0000L);
    private final List<Place> places = new ArrayList<>();
    private long now;
    private int picture;

    /** A loop of a node. */
    private final class Place implements Shelves.Neighbours {
        final FanOut fanOut = new FanOut();
        final Shelves shelves = new Shelves(this);
        final List<Place> neighbours = new ArrayList<>();
        final List<Guest> guests = new ArrayList<>();

        Place() {
            places.stream().findFirst().ifPresent(one -> fanOut.prime(one.essentials(), now));
            places.add(this);
        }

        List<MediaFrame> essentials() {
            return fanOut.essentials();
        }

        @Override
        public void wanted(long publication) {
            neighbours.forEach(
                    one -> shelves.offer(publication, one.shelves.segments(publication)));
        }

        @Override
        public void made(long publication, Segment whole) {
            neighbours.forEach(one -> one.shelves.offer(publication, List.of(whole)));
        }

        void frame(MediaFrame frame) {
            fanOut.accept(frame, now);
            guests.forEach(guest -> guest.session.flush(now));
        }
    }

    /** Who watches there. */
    private final class Guest {
        final SmallServer server = new SmallServer();
        final List<HlsReply> replies = new ArrayList<>();
        final HlsSession session;
        final Subscription subscription;

        Guest(Place place) {
            this(place, true);
        }

        Guest(Place place, boolean withVideo) {
            WatchRequest request =
                    new WatchRequest(
                            Protocol.HTTP,
                            new InetSocketAddress("127.0.0.1", 5),
                            WatchPath.parse("/live/film.m3u8").orElseThrow(),
                            "h",
                            "",
                            "");
            StreamViewer viewer = new StreamViewer(request, 1 << 30, () -> {}, new Random(1));
            session = new HlsSession("id.hls", viewer, place.shelves, () -> {});
            session.start(server, now);
            session.flush(now);
            subscription =
                    new Subscription(
                            new Viewer(
                                    server.data,
                                    server.audio,
                                    server.video,
                                    false,
                                    DropPolicy.BUFFERED));
            subscription.receiveVideo(withVideo);
            place.fanOut.add(subscription, now);
            place.guests.add(this);
            session.flush(now);
        }

        byte[] bytes(String name) {
            replies.clear();
            session.request(HlsFile.parse(name, "").orElseThrow(), replies::add, now);
            return replies.isEmpty() ? new byte[0] : replies.getFirst().body();
        }

        String playlist() {
            return new String(bytes("media.m3u8"), StandardCharsets.UTF_8);
        }

        List<String> segments() {
            return playlist().lines().filter(line -> line.endsWith(".m4s")).toList();
        }

        /** The name of the segment that is missing, or nothing. */
        String missing() {
            String[] around = playlist().split("#EXT-X-GAP\n");
            return around.length < 2 ? "" : around[1].lines().skip(1).findFirst().orElseThrow();
        }

        List<Long> numbers() {
            return segments().stream()
                    .map(name -> Long.parseLong(name.substring(9, name.indexOf('.'))))
                    .toList();
        }
    }

    private static Message bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return Message.of(bytes);
    }

    private void send(MediaFrame frame) {
        places.forEach(place -> place.frame(frame));
    }

    private void begin() {
        Message avc =
                bytes(KEY, 0, 0, 0, 0, 1, 0x42, 0xc0, 0x1e, 0xff, 0xe1, 0, 1, 0x67, 1, 0, 1, 0x68);
        send(ingress.video(7_000, avc, 0).orElseThrow());
        send(ingress.audio(7_000, bytes(0xaf, 0, 0x12, 0x10), 0));
    }

    /** Five pictures a second, of which each seventh is a key frame, and sound. */
    private MediaFrame next() {
        int time = 7_000 + picture * 200;
        int first = picture % 7 == 0 ? KEY : DELTA;
        Message body = bytes(first, 1, 0, 0, 0, 0, 0, 0, 2, 0x65, picture++);
        return ingress.video(time, body, 0).orElseThrow();
    }

    private void play(int pictures) {
        for (int i = 0; i < pictures; i++) {
            send(next());
            send(ingress.audio(7_010 + picture * 200, bytes(0xaf, 1, picture), 0));
        }
    }

    private static void assertThatTheyAgree(Guest one, Guest other, int atLeast) {
        List<String> shared = new ArrayList<>(one.segments());
        shared.retainAll(other.segments());
        shared.remove(other.missing());
        assertThat(shared).hasSizeGreaterThanOrEqualTo(atLeast);
        for (String name : shared) {
            assertThat(one.bytes(name)).as(name).isNotEmpty().isEqualTo(other.bytes(name));
        }
        String header = one.playlist().split("MAP:URI=\"")[1].split("\"")[0];
        assertThat(one.bytes(header)).isNotEmpty().isEqualTo(other.bytes(header));
    }

    @Test
    void playlistsAreTheSameWhereverAndWheneverTheyAreAskedFor() {
        Guest atOrigin = new Guest(new Place());
        Guest atEdge = new Guest(new Place());
        begin();
        play(30);
        Guest late = new Guest(new Place());
        play(20);
        assertThat(atEdge.playlist()).isEqualTo(atOrigin.playlist());
        assertThatTheyAgree(atOrigin, atEdge, 4);
        assertThatTheyAgree(atOrigin, late, 2);
        play(40);
        assertThat(late.playlist()).isEqualTo(atOrigin.playlist());
        assertThatTheyAgree(atEdge, late, 6);
    }

    @Test
    void whoComesLateBeginsWithWhatTheLoopHas() {
        Place place = new Place();
        Guest first = new Guest(place);
        begin();
        play(24);
        Guest second = new Guest(place);
        assertThat(second.numbers()).as("though no frame came since").containsExactly(1L, 2L, 3L);
        assertThat(second.playlist()).isEqualTo(first.playlist());
        play(20);
        assertThat(second.playlist()).isEqualTo(first.playlist());
    }

    @Test
    void whoComesLateBeginsWithWhatAnotherLoopHas() {
        Place place = new Place();
        Guest first = new Guest(place);
        begin();
        play(24);
        Place other = new Place();
        other.neighbours.add(place);
        place.neighbours.add(other);
        Guest second = new Guest(other);
        play(1);
        assertThat(second.numbers()).containsExactly(1L, 2L, 3L);
        play(10);
        assertThat(second.playlist()).isEqualTo(first.playlist());
        assertThatTheyAgree(first, second, 4);
    }

    @Test
    void whatDidNotComeByHasAPlaceInThePlaylistAllTheSame() {
        Place place = new Place();
        Place behindLoss = new Place();
        Guest all = new Guest(place);
        Guest some = new Guest(behindLoss);
        begin();
        play(14);
        for (int i = 0; i < 7; i++) {
            place.frame(next());
        }
        play(15);
        assertThat(all.numbers()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(some.numbers()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(all.missing()).isEmpty();
        assertThat(some.missing()).isEqualTo("12345678-3.m4s");
        assertThat(some.playlist()).contains("#EXT-X-GAP\n#EXTINF:1.400,\n");
        some.bytes(some.missing());
        assertThat(some.replies.getFirst().status()).isEqualTo(404);
        assertThatTheyAgree(all, some, 4);
    }

    @Test
    void whoIsNotToHaveAllOfItIsGivenNothingOfWhatOthersHave() {
        Place place = new Place();
        Guest first = new Guest(place);
        begin();
        play(24);
        Guest deaf = new Guest(place);
        Guest blind = new Guest(place, false);
        play(30);
        deaf.subscription.receiveAudio(false);
        play(10);
        assertThat(first.segments()).hasSize(6).allMatch(name -> name.startsWith("12345678-"));
        assertThat(blind.segments()).isNotEmpty().allMatch(name -> name.startsWith("00000000-"));
        assertThat(deaf.playlist()).as("has to come again").endsWith("#EXT-X-ENDLIST\n");
    }

    @Test
    void whoLeavesTakesNothingFromTheOthers() {
        Place place = new Place();
        Guest first = new Guest(place);
        begin();
        play(10);
        Guest second = new Guest(place);
        play(5);
        first.server.client.close(CloseReason.STOPPING);
        play(20);
        assertThat(first.playlist()).contains("#EXT-X-ENDLIST").doesNotContain("-3.m4s");
        assertThat(second.playlist()).contains("-4.m4s").doesNotContain("#EXT-X-ENDLIST");
    }

    @Test
    void anotherPublicationIsAnotherSession() {
        Place place = new Place();
        Guest guest = new Guest(place);
        begin();
        play(16);
        Ingress another = new Ingress(5);
        send(another.video(0, bytes(KEY, 1, 0, 0, 0, 0, 0, 0, 1, 0x65), 0).orElseThrow());
        assertThat(guest.playlist()).contains("12345678-1.m4s").endsWith("#EXT-X-ENDLIST\n");
    }

    /** The publisher comes back, and its clock begins anew. */
    private void comeBack(long publication, long last) {
        ingress = new Ingress(publication);
        ingress.goesOnBehind(last);
        picture = 0;
        begin();
    }

    @Test
    void whoComesBackGoesOnInTheSameListWhereverThatIsAskedFor() {
        Guest atOrigin = new Guest(new Place());
        Guest atEdge = new Guest(new Place());
        begin();
        play(21);
        comeBack(0x2345_6789_0000_0000L, 3);
        Guest late = new Guest(new Place());
        play(15);
        String playlist = atOrigin.playlist();
        assertThat(playlist)
                .contains("#EXT-X-MEDIA-SEQUENCE:1\n", "12345678-3.m4s\n#EXT-X-DISCONTINUITY\n")
                .containsOnlyOnce("#EXT-X-DISCONTINUITY\n")
                .contains("\n23456789-4.m4s\n", "\n23456789-5.m4s\n")
                .doesNotContain("ENDLIST", "GAP");
        assertThat(atEdge.playlist()).isEqualTo(playlist);
        assertThat(atOrigin.bytes("12345678-3.m4s"))
                .isNotEmpty()
                .isEqualTo(atEdge.bytes("12345678-3.m4s"));
        assertThatTheyAgree(atOrigin, atEdge, 5);
        assertThatTheyAgree(atOrigin, late, 2);
        assertThat(new String(atOrigin.bytes("12345678-4.m4s"), StandardCharsets.UTF_8))
                .contains("no such file");
        play(70);
        assertThat(late.playlist())
                .isEqualTo(atOrigin.playlist())
                .contains("#EXT-X-DISCONTINUITY-SEQUENCE:1\n")
                .doesNotContain("#EXT-X-DISCONTINUITY\n");
        assertThat(atEdge.playlist()).isEqualTo(atOrigin.playlist());
    }

    @Test
    void whatIsMissingBetweenTwoPublicationsHasAPlace() {
        Place place = new Place();
        Place behindLoss = new Place();
        Guest all = new Guest(place);
        Guest some = new Guest(behindLoss);
        begin();
        play(21);
        comeBack(0x2345_6789_0000_0000L, 3);
        for (int i = 0; i < 7; i++) {
            place.frame(next());
        }
        play(15);
        assertThat(all.numbers()).isEqualTo(some.numbers()).hasSize(6);
        assertThat(some.missing()).isEqualTo("23456789-4.m4s");
        assertThat(some.playlist()).containsOnlyOnce("#EXT-X-DISCONTINUITY\n");
    }

    @Test
    void stragglersOfWhoCameBackAreLeftOut() {
        Place place = new Place();
        Guest guest = new Guest(place);
        begin();
        play(14);
        MediaFrame straggler = next();
        comeBack(9L << 32, 2);
        play(8);
        send(straggler);
        play(8);
        assertThat(guest.numbers()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(guest.playlist()).doesNotContain("ENDLIST");
    }

    @Test
    void breaksOfTheNewOneAreCountedBehindThoseOfTheOldOne() {
        Guest first = new Guest(new Place());
        begin();
        play(14);
        anotherCodec();
        comeBack(9L << 32, 1L << 32 | 4);
        play(15);
        Guest late = new Guest(new Place());
        play(70);
        assertThat(first.playlist()).contains("#EXT-X-DISCONTINUITY-SEQUENCE:2\n");
        assertThat(late.playlist()).isEqualTo(first.playlist());
    }

    private void anotherCodec() {
        Message hevc =
                Message.of(
                        HexFormat.of()
                                .parseHex(
                                        "9068766331"
                                                + "0101600000009000000000005df000fcfdf8f800000f00"));
        send(ingress.video(7_000 + picture * 200, hevc, 0).orElseThrow());
        for (int i = 0; i < 14; i++) {
            Message body = bytes(i % 7 == 0 ? 0x93 : 0xa3, 0x68, 0x76, 0x63, 0x31, 0, 0, 0, 1, i);
            int time = 7_000 + picture++ * 200;
            send(ingress.video(time, body, 0).orElseThrow());
        }
    }

    @Test
    void breaksAreCountedAlikeByThoseWhoWereThereAndThoseWhoCameLater() {
        Guest first = new Guest(new Place());
        begin();
        play(14);
        anotherCodec();
        assertThat(first.playlist())
                .doesNotContain("DISCONTINUITY-SEQUENCE")
                .containsOnlyOnce("#EXT-X-DISCONTINUITY\n#EXT-X-MAP:");
        picture = 7 * (picture / 7 + 1);
        begin();
        play(15);
        Guest late = new Guest(new Place());
        play(7 * 9);
        assertThat(first.playlist())
                .contains("#EXT-X-DISCONTINUITY-SEQUENCE:2\n")
                .doesNotContain("#EXT-X-DISCONTINUITY\n");
        assertThat(late.playlist()).isEqualTo(first.playlist());
    }

    @Test
    void aClockThatBeginsAnewIsABreak() {
        Guest guest = new Guest(new Place());
        begin();
        play(14);
        for (int i = 0; i < 8; i++) {
            Message body = bytes(i % 7 == 0 ? KEY : DELTA, 1, 0, 0, 0, 0, 0, 0, 2, 0x65, i);
            send(ingress.video(i * 200, body, 0).orElseThrow());
        }
        assertThat(guest.playlist()).containsOnlyOnce("#EXT-X-DISCONTINUITY\n");
        assertThat(guest.numbers()).containsExactly(1L, 2L, 3L);
    }
}
