package io.cumulonimbus.watch.hls;

import io.cumulonimbus.watch.cmaf.Segment;
import io.cumulonimbus.watch.cmaf.Segmenter;
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
        String codecs = tracks.stream().map(Track::codec).collect(Collectors.joining(","));
        String size =
                tracks.stream()
                        .filter(Track::video)
                        .map(track -> ",RESOLUTION=" + track.width() + "x" + track.height())
                        .findFirst()
                        .orElse("");
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

    /** The segments that there are, and the parts of the newest. */
    static String media(Segmenter stream, boolean over) {
        List<Segment> kept = stream.segments();
        List<Segment> whole = kept.subList(Math.max(0, kept.size() - LISTED), kept.size());
        Optional<Segment> open = over ? Optional.empty() : stream.open();
        double longest = whole.stream().mapToDouble(Segment::seconds).max().orElse(0);
        double part = partTarget(whole, open);
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:9\n");
        line(text, "#EXT-X-TARGETDURATION:%d", Math.max(LEAST_TARGET, (long) Math.ceil(longest)));
        line(
                text,
                "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=%.3f",
                Math.max(3 * part, 1.2));
        line(text, "#EXT-X-PART-INF:PART-TARGET=%.3f", part);
        long first =
                whole.isEmpty() ? open.map(Segment::number).orElse(0L) : whole.getFirst().number();
        line(text, "#EXT-X-MEDIA-SEQUENCE:%d", first);
        int header = -1;
        for (int i = 0; i < whole.size(); i++) {
            header = header(text, whole.get(i), header);
            if (!over && i >= whole.size() - SEGMENTS_WITH_PARTS) {
                parts(text, whole.get(i));
            }
            line(text, "#EXTINF:%.3f,", whole.get(i).seconds());
            line(text, "%d.m4s", whole.get(i).number());
        }
        if (open.isPresent()) {
            header(text, open.get(), header);
            parts(text, open.get());
            line(
                    text,
                    "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"%d.%d.m4s\"",
                    open.get().number(),
                    open.get().parts());
        }
        return text.append(over ? "#EXT-X-ENDLIST\n" : "").toString();
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

    private static int header(StringBuilder text, Segment segment, int before) {
        if (segment.header() != before) {
            if (before >= 0) {
                line(text, "#EXT-X-DISCONTINUITY");
            }
            line(text, "#EXT-X-MAP:URI=\"init-%d.mp4\"", segment.header());
        }
        return segment.header();
    }

    private static void parts(StringBuilder text, Segment segment) {
        for (int i = 0; i < segment.parts(); i++) {
            line(
                    text,
                    "#EXT-X-PART:DURATION=%.3f,URI=\"%d.%d.m4s\"%s",
                    segment.seconds(i),
                    segment.number(),
                    i,
                    segment.isIndependent(i) ? ",INDEPENDENT=YES" : "");
        }
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
