package io.cumulonimbus.netclient;

/** What a message of a stream carries; the numbers are those of RTMP messages and FLV tags. */
public enum MediaKind {
    /** Sound: an FLV audio tag's body. */
    AUDIO(8),
    /** Pictures: an FLV video tag's body. */
    VIDEO(9),
    /** Data: AMF0, a name and values (among them {@code onMetaData}); an FLV script tag's body. */
    DATA(18);

    private final int flvType;

    MediaKind(int flvType) {
        this.flvType = flvType;
    }

    /** The FLV tag type. */
    public int flvType() {
        return flvType;
    }
}
