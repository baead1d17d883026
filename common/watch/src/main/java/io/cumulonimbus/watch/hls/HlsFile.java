package io.cumulonimbus.watch.hls;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of a session, by the last part of its path.
 *
 * @param kind what it is
 * @param edition of the publication that the segment is of, otherwise 0
 * @param number of the segment or header; of a playlist that of the segment to wait for, or -1
 * @param part of the segment, or -1 for all of it
 */
public record HlsFile(Kind kind, int edition, long number, int part) {
    /** Of the session: what {@link Kind#MASTER} names. */
    static final String MEDIA_NAME = "media.m3u8";

    private static final Pattern HEADER = Pattern.compile("init-([0-9a-f]{16})\\.mp4");
    private static final Pattern SEGMENT =
            Pattern.compile("([0-9a-f]{8})-([0-9]{1,12})(?:\\.([0-9]{1,4}))?\\.m4s");
    private static final Pattern WANTED_SEGMENT =
            Pattern.compile("(?:^|&)_HLS_msn=([0-9]{1,12})(?:&|$)");
    private static final Pattern WANTED_PART =
            Pattern.compile("(?:^|&)_HLS_part=([0-9]{1,4})(?:&|$)");

    /** The kinds of file. */
    public enum Kind {
        /** The playlist that names the other one. */
        MASTER,
        /** The playlist of segments. */
        MEDIA,
        /** What stands before segments. */
        HEADER,
        /** A segment or a part of one. */
        SEGMENT
    }

    /** The playlist that a viewer begins with. */
    public static final HlsFile START = new HlsFile(Kind.MASTER, 0, -1, -1);

    /** Reads the last part of a path, and the query behind it. */
    public static Optional<HlsFile> parse(String name, String query) {
        if (name.equals(MEDIA_NAME)) {
            long number = number(WANTED_SEGMENT, query);
            int part = (int) number(WANTED_PART, query);
            return Optional.of(new HlsFile(Kind.MEDIA, 0, number, part));
        }
        Matcher header = HEADER.matcher(name);
        if (header.matches()) {
            long number = Long.parseUnsignedLong(header.group(1), 16);
            return Optional.of(new HlsFile(Kind.HEADER, 0, number, -1));
        }
        Matcher segment = SEGMENT.matcher(name);
        if (!segment.matches()) {
            return Optional.empty();
        }
        int part = segment.group(3) == null ? -1 : Integer.parseInt(segment.group(3));
        int edition = Integer.parseUnsignedInt(segment.group(1), 16);
        long number = Long.parseLong(segment.group(2));
        return Optional.of(new HlsFile(Kind.SEGMENT, edition, number, part));
    }

    /** The name of a segment. */
    static String segment(int edition, long number) {
        return String.format(Locale.ROOT, "%08x-%d.m4s", edition, number);
    }

    /** The name of a part of a segment. */
    static String part(int edition, long number, int part) {
        return String.format(Locale.ROOT, "%08x-%d.%d.m4s", edition, number, part);
    }

    /** The name of a header. */
    static String header(long number) {
        return String.format(Locale.ROOT, "init-%016x.mp4", number);
    }

    private static long number(Pattern pattern, String query) {
        Matcher found = pattern.matcher(query);
        return found.find() ? Long.parseLong(found.group(1)) : -1;
    }
}
