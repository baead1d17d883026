package io.cumulonimbus.watch.cmaf;

import java.util.Optional;

/** Codecs of which there are fragments of MP4, by the types of their sample entries. */
public enum Codec {
    /** H.264 (ISO/IEC 14496-15 §5). */
    AVC(true, "avc1"),
    /** HEVC (ISO/IEC 14496-15 §8). */
    HEVC(true, "hvc1"),
    /** AV1 (AV1 Codec ISO Media File Format Binding §2). */
    AV1(true, "av01"),
    /** VP9 (VP Codec ISO Media File Format Binding). */
    VP9(true, "vp09"),
    /** AAC (ISO/IEC 14496-14 §5.6). */
    AAC(false, "mp4a"),
    /** Opus (Encapsulation of Opus in ISO Base Media File Format §4.3). */
    OPUS(false, "Opus");

    private final boolean video;
    private final String entry;

    Codec(boolean video, String entry) {
        this.video = video;
        this.entry = entry;
    }

    boolean isVideo() {
        return video;
    }

    /** The type of its sample entry, which Enhanced RTMP has for it too. */
    String entry() {
        return entry;
    }

    /** Whether Enhanced RTMP says of its pictures how much later they are shown. */
    boolean showsLater() {
        return this == AVC || this == HEVC;
    }

    /** The one with that name in Enhanced RTMP. */
    static Optional<Codec> of(boolean video, String fourCc) {
        for (Codec codec : values()) {
            if (codec.video == video && codec.entry.equals(fourCc)) {
                return Optional.of(codec);
            }
        }
        return Optional.empty();
    }
}
