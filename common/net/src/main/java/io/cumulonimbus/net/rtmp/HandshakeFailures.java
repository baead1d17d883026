package io.cumulonimbus.net.rtmp;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many handshakes came to nothing, by why. Any thread. */
final class HandshakeFailures {
    private final Map<HandshakeFailure, LongAdder> counts = new EnumMap<>(HandshakeFailure.class);

    HandshakeFailures() {
        for (HandshakeFailure failure : HandshakeFailure.values()) {
            counts.put(failure, new LongAdder());
        }
    }

    void count(HandshakeFailure failure) {
        counts.get(failure).increment();
    }

    Map<HandshakeFailure, Long> now() {
        Map<HandshakeFailure, Long> now = new EnumMap<>(HandshakeFailure.class);
        counts.forEach((failure, count) -> now.put(failure, count.sum()));
        return now;
    }
}
