package io.cumulonimbus.origin.stream;

import io.cumulonimbus.client.Message;

/** Hears of what a publisher sends, after the viewers. Called on the publisher's loop. */
interface PacketTap {
    /** Hears nothing. */
    PacketTap NONE = new PacketTap() {};

    /** An audio message. */
    default void audio(int timestamp, Message body) {}

    /** A video message. */
    default void video(int timestamp, Message body) {}

    /** A data message: an AMF0 string, then values. */
    default void data(int timestamp, Message body) {}
}
