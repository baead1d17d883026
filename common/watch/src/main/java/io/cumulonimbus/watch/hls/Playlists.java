package io.cumulonimbus.watch.hls;

import io.cumulonimbus.watch.cmaf.Header;
import io.cumulonimbus.watch.cmaf.Listing;
import io.cumulonimbus.watch.cmaf.Segment;
import io.cumulonimbus.watch.cmaf.Track;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The texts of playlists: low-latency HLS, which older players take for the plain one. */
final class Playlists {
    private static final double LEAST_PART = 0.5;
    private static final int LEAST_TARGET = 2;
    private static final int SEGMENTS_WITH_PARTS = 2;

    /** Those before them are kept for who read the playlist a while ago. */
    private static final int LISTED = 6;

    private static final int BANDWIDTH = 2_000_000;

    private Playlists() {}

    /** Names the playlist of a session, and what is in it. */
    static String master(String folder, List<Track> tracks) {
        String codecs = tracks.stream().map(Track::codecName).collect(Collectors.joining(","));
        String size =
                tracks.stream().filter(Track::video).map(Playlists::picture).findFirst().orElse("");
        return "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-STREAM-INF:BANDWIDTH="
                + BANDWIDTH
                + ",CODECS=\""
                + codecs
                + "\""
                + size
                + "\n"
                + folder
                + "/"
                + HlsFile.MEDIA_NAME
                + "\n";
    }

    private static String picture(Track track) {
        String size = ",RESOLUTION=" + track.width() + "x" + track.height();
        double rate = track.framesPerSecond();
        return size + (rate > 0 ? String.format(Locale.ROOT, ",FRAME-RATE=%.3f", rate) : "");
    }

    /**
     * The segments that there are, and the parts of the newest: the same text wherever they are.
     */
    static String media(Listing stream, boolean over) {
        List<Segment> whole = listed(stream.segments());
        Optional<Segment> open = over ? Optional.empty() : stream.open();
        double part = partTarget(whole, open);
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:9\n");
        line(text, "#EXT-X-TARGETDURATION:%d", targetSeconds(stream));
        line(
                text,
                "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=%.3f",
                Math.max(3 * part, 1.2));
        line(text, "#EXT-X-PART-INF:PART-TARGET=%.3f", part);
        long first =
                whole.isEmpty() ? open.map(Segment::number).orElse(0L) : whole.getFirst().number();
        line(text, "#EXT-X-MEDIA-SEQUENCE:%d", first);
        long breaks =
                whole.isEmpty() ? open.map(Segment::breaks).orElse(0L) : whole.getFirst().breaks();
        if (breaks > 0) {
            line(text, "#EXT-X-DISCONTINUITY-SEQUENCE:%d", breaks);
        }
        Optional<Segment> before = Optional.empty();
        for (int i = 0; i < whole.size(); i++) {
            boolean withParts = !over && i >= whole.size() - SEGMENTS_WITH_PARTS;
            before = segment(text, whole.get(i), before, withParts);
        }
        if (open.isPresent()) {
            header(text, open.get(), before);
            parts(text, open.get());
            Segment one = open.get();
            String next = HlsFile.part(one.edition(), one.number(), one.parts());
            line(text, "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"%s\"", next);
        }
        return text.append(over ? "#EXT-X-ENDLIST\n" : "").toString();
    }

    /** No segment that is listed is longer. */
    static long targetSeconds(Listing stream) {
        double longest =
                listed(stream.segments()).stream().mapToDouble(Segment::seconds).max().orElse(0);
        return Math.max(LEAST_TARGET, (long) Math.ceil(longest));
    }

    private static List<Segment> listed(List<Segment> kept) {
        List<Segment> last = kept.subList(Math.max(0, kept.size() - LISTED), kept.size());
        int begin = 0;
        while (begin < last.size() && last.get(begin).isMissing()) {
            begin++;
        }
        return last.subList(begin, last.size());
    }

    /** Answers what the next one is compared with. */
    private static Optional<Segment> segment(
            StringBuilder text, Segment segment, Optional<Segment> before, boolean withParts) {
        if (segment.isMissing()) {
            text.append("#EXT-X-GAP\n");
        } else {
            header(text, segment, before);
        }
        if (withParts) {
            parts(text, segment);
        }
        line(text, "#EXTINF:%.3f,", segment.seconds());
        text.append(HlsFile.segment(segment.edition(), segment.number())).append('\n');
        return segment.isMissing() ? before : Optional.of(segment);
    }

    private static double partTarget(List<Segment> whole, Optional<Segment> open) {
        double most = LEAST_PART;
        for (Segment segment : whole) {
            most = Math.max(most, longestPart(segment));
        }
        return Math.max(most, open.map(Playlists::longestPart).orElse(0.0));
    }

    private static double longestPart(Segment segment) {
        double most = 0;
        for (int i = 0; i < segment.parts(); i++) {
            most = Math.max(most, segment.seconds(i));
        }
        return most;
    }

    private static void header(StringBuilder text, Segment segment, Optional<Segment> before) {
        long number = segment.header().orElseThrow().number();
        Optional<Header> had = before.flatMap(Segment::header);
        boolean same = had.filter(header -> header.number() == number).isPresent();
        long breaks = before.map(one -> segment.breaks() - one.breaks()).orElse(0L);
        boolean unlike = before.isPresent() && !same; // nobody counted it, but it is there
        for (long i = 0; i < Math.max(breaks, unlike ? 1 : 0); i++) {
            line(text, "#EXT-X-DISCONTINUITY");
        }
        if (!same) {
            line(text, "#EXT-X-MAP:URI=\"%s\"", HlsFile.header(number));
        }
    }

    private static void parts(StringBuilder text, Segment segment) {
        for (int i = 0; i < segment.parts(); i++) {
            line(
                    text,
                    "#EXT-X-PART:DURATION=%.3f,URI=\"%s\"%s",
                    segment.seconds(i),
                    HlsFile.part(segment.edition(), segment.number(), i),
                    segment.isIndependent(i) ? ",INDEPENDENT=YES" : "");
        }
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
