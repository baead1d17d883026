package io.cumulonimbus.stream;

import io.cumulonimbus.client.MessageSink;

/**
 * Where a subscription writes to, and how.
 *
 * @param data takes data messages, in order with what else is written there
 * @param audio takes audio
 * @param video takes video
 * @param amf3 whether data goes out as message type 15 (AMF3 known) or 18 (AMF0 only)
 * @param policy when to drop
 */
public record Viewer(
        MessageSink data, MessageSink audio, MessageSink video, boolean amf3, DropPolicy policy) {}
