package io.cumulonimbus.stream;

/** What a frame carries; each kind of one publication is numbered on its own. */
public enum MediaKind {
    /** One FLV audio tag body (RTMP message type 8). */
    AUDIO,
    /** One FLV video tag body (RTMP message type 9). */
    VIDEO,
    /** A handler name and its arguments, from NetStream.send. */
    DATA,
    /**
     * Data that late joiners get too: a handler name and its arguments, or the name alone to forget
     * it.
     */
    METADATA
}
