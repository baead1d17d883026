package io.cumulonimbus.stream;

/** What a frame means to a decoder. */
public enum FrameRole {
    /** Needs what came before it. */
    FRAME,
    /** Video that a decoder can start with. */
    KEY_FRAME,
    /** Configures the decoder: kept, and given to late joiners before their first frame. */
    CODEC_HEADER
}
