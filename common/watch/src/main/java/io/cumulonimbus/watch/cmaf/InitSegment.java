package io.cumulonimbus.watch.cmaf;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What stands before all fragments: {@code ftyp} and {@code moov}. Times are in milliseconds. */
final class InitSegment {
    private static final int TIME_SCALE = 1000;
    private static final int[] UNITY = {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000};

    private InitSegment() {}

    /** Of these tracks, numbered from 1 in their order. */
    static byte[] of(List<Track> tracks) {
        Boxes out = new Boxes();
        int type = out.begin("ftyp");
        out.raw(ascii("iso6")).u32(1).raw(ascii("iso6cmfcmp41")).end(type);
        int movie = out.begin("moov");
        int head = out.begin("mvhd", 0, 0);
        out.u32(0).u32(0).u32(TIME_SCALE).u32(0).u32(0x10000).u16(0x100).zeros(10);
        matrix(out).zeros(24).u32(tracks.size() + 1).end(head);
        for (int i = 0; i < tracks.size(); i++) {
            track(out, i + 1, tracks.get(i));
        }
        int extension = out.begin("mvex");
        for (int i = 0; i < tracks.size(); i++) {
            int one = out.begin("trex", 0, 0);
            out.u32(i + 1).u32(1).u32(0).u32(0).u32(0).end(one);
        }
        out.end(extension).end(movie);
        return out.toBytes();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Boxes matrix(Boxes out) {
        for (int one : UNITY) {
            out.u32(one);
        }
        return out;
    }

    private static void track(Boxes out, int id, Track track) {
        int all = out.begin("trak");
        int head = out.begin("tkhd", 0, 3);
        out.u32(0).u32(0).u32(id).u32(0).u32(0).zeros(8).u16(0).u16(0);
        out.u16(track.video() ? 0 : 0x100).u16(0);
        matrix(out).u32(track.width() << 16).u32(track.height() << 16).end(head);
        int media = out.begin("mdia");
        int mediaHead = out.begin("mdhd", 0, 0);
        out.u32(0).u32(0).u32(TIME_SCALE).u32(0).u16(0x55c4).u16(0).end(mediaHead);
        int handler = out.begin("hdlr", 0, 0);
        out.u32(0).raw(ascii(track.video() ? "vide" : "soun")).zeros(12).u8(0).end(handler);
        information(out, track);
        out.end(media).end(all);
    }

    private static void information(Boxes out, Track track) {
        int info = out.begin("minf");
        if (track.video()) {
            int head = out.begin("vmhd", 0, 1);
            out.zeros(8).end(head);
        } else {
            int head = out.begin("smhd", 0, 0);
            out.zeros(4).end(head);
        }
        int data = out.begin("dinf");
        int references = out.begin("dref", 0, 0);
        out.u32(1);
        int here = out.begin("url ", 0, 1);
        out.end(here).end(references).end(data);
        int table = out.begin("stbl");
        int description = out.begin("stsd", 0, 0);
        out.u32(1);
        entry(out, track);
        out.end(description);
        for (String empty : List.of("stts", "stsc", "stco")) {
            int box = out.begin(empty, 0, 0);
            out.u32(0).end(box);
        }
        int sizes = out.begin("stsz", 0, 0);
        out.u32(0).u32(0).end(sizes).end(table).end(info);
    }

    private static void entry(Boxes out, Track track) {
        int entry = out.begin(track.codec().entry());
        out.zeros(6).u16(1);
        if (track.video()) {
            out.zeros(16).u16(track.width()).u16(track.height());
            out.u32(0x480000).u32(0x480000).u32(0).u16(1).zeros(32).u16(0x18).u16(0xffff);
        } else {
            out.zeros(8).u16(track.channels()).u16(16).u32(0).u32(track.sampleRate() << 16);
        }
        configuration(out, track);
        out.end(entry);
    }

    private static void configuration(Boxes out, Track track) {
        byte[] config = track.config();
        switch (track.codec()) {
            case AVC -> box(out, out.begin("avcC"), config);
            case HEVC -> box(out, out.begin("hvcC"), config);
            case AV1 -> box(out, out.begin("av1C"), config);
            case VP9 -> box(out, out.begin("vpcC", 1, 0), config);
            case OPUS -> box(out, out.begin("dOps"), config);
            case AAC -> descriptor(out, config);
        }
    }

    private static void box(Boxes out, int begun, byte[] content) {
        out.raw(content).end(begun);
    }

    /** The elementary stream descriptor of AAC (ISO/IEC 14496-1 §7.2.6). */
    private static void descriptor(Boxes out, byte[] config) {
        int box = out.begin("esds", 0, 0);
        out.u8(3).u8(23 + config.length).u16(1).u8(0);
        out.u8(4).u8(15 + config.length).u8(0x40).u8(0x15).zeros(11);
        out.u8(5).u8(config.length).raw(config);
        out.u8(6).u8(1).u8(2).end(box);
    }
}
