package io.cumulonimbus.watch.cmaf;

import io.cumulonimbus.rtmp.tc.TcMessage;

/**
 * One picture or frame of sound; its bytes are shared with whoever else has the message.
 *
 * @param message that it came in
 * @param from where its bytes begin in the payload
 * @param timeMs when it is decoded
 * @param shownLaterMs how much later it is shown
 * @param key whether decoding can begin with it
 */
record Sample(TcMessage message, int from, long timeMs, int shownLaterMs, boolean key) {
    int size() {
        return message.payloadLength() - from;
    }
}
