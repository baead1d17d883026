package io.cumulonimbus.watch.cmaf;

import io.cumulonimbus.client.Message;

/**
 * One picture or frame of sound; its bytes are shared with whoever else has the message.
 *
 * @param body of the tag that it came in
 * @param from where its bytes begin there
 * @param timeMs when it is decoded, by the publisher's clock: 32 bits that wrap
 * @param shownLaterMs how much later it is shown
 * @param key whether decoding can begin with it
 */
record Sample(Message body, int from, int timeMs, int shownLaterMs, boolean key) {
    int size() {
        return body.length() - from;
    }
}
