package io.cumulonimbus.link.stream;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.link.turn.Carrier;
import io.cumulonimbus.link.wire.LinkCodec;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.LinkFrame.MediaBegin;
import io.cumulonimbus.link.wire.LinkFrame.OfStream;
import io.cumulonimbus.link.wire.MalformedFrameException;
import io.cumulonimbus.link.wire.MediaHead;
import io.cumulonimbus.stream.Had;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The streams that an edge pulls over one link: where they go, and frames of which parts came. */
final class PulledStreams {
    private final Carrier link;
    private final Map<Long, Pulled> streams = new HashMap<>();
    private final ArrayDeque<LinkFrame> requests = new ArrayDeque<>();
    private long highest;

    /** One of them. */
    private static final class Pulled {
        private final StreamReceiver receiver;
        private MediaHead head;
        private byte[] bytes;
        private int filled;

        Pulled(StreamReceiver receiver) {
            this.receiver = receiver;
        }
    }

    PulledStreams(Carrier link) {
        this.link = link;
    }

    long pull(String name, Had had, StreamReceiver receiver) {
        streams.put(++highest, new Pulled(receiver));
        requests.add(new LinkFrame.Pull(highest, name, had));
        link.announce();
        return highest;
    }

    void release(long stream) {
        Pulled pulled = streams.remove(stream);
        if (pulled != null) {
            forget(pulled);
            requests.add(new LinkFrame.Release(stream));
            link.announce();
        }
    }

    /** What is to be asked for; as few as streams come and go. */
    LinkFrame nextRequest() {
        return requests.poll();
    }

    void clear() {
        streams.values().forEach(this::forget);
        streams.clear();
        requests.clear();
    }

    void receive(OfStream frame) throws MalformedFrameException {
        if (frame.stream() > highest) {
            throw new MalformedFrameException("a stream that was never asked for");
        }
        Pulled pulled = streams.get(frame.stream());
        switch (frame) {
            case MediaBegin f -> begin(pulled, f);
            case LinkFrame.MediaMore f -> add(pulled, f.part(), f.from(), f.length());
            case LinkFrame.StreamBegun f -> begun(pulled, f);
            case LinkFrame.StreamOver f -> over(pulled, f.publication());
            case LinkFrame.Pull f -> throw new MalformedFrameException("an origin that pulls");
            case LinkFrame.Release f -> throw new MalformedFrameException("an origin that pulls");
        }
    }

    private void begin(Pulled pulled, MediaBegin f) throws MalformedFrameException {
        if (f.head().length() > 2 * link.limits().maxMessage() || f.length() > f.head().length()) {
            throw new MalformedFrameException("media of " + f.head().length() + " bytes");
        }
        if (pulled == null) {
            link.counters().stale++;
            return;
        }
        if (pulled.head != null) {
            throw new MalformedFrameException("a frame within a frame");
        }
        pulled.head = f.head();
        pulled.bytes = new byte[Math.min(f.head().length(), 4 * LinkCodec.MAX_PART)];
        link.counters().assembling += pulled.bytes.length;
        add(pulled, f.part(), f.from(), f.length());
    }

    private void add(Pulled pulled, Message part, int from, int length)
            throws MalformedFrameException {
        if (pulled == null) {
            link.counters().stale++;
            return;
        }
        if (pulled.head == null || length > pulled.head.length() - pulled.filled) {
            throw new MalformedFrameException("more than was promised");
        }
        if (pulled.filled + length > pulled.bytes.length) {
            int before = pulled.bytes.length;
            int grown = (int) Math.min(pulled.head.length(), 2L * before);
            pulled.bytes = Arrays.copyOf(pulled.bytes, grown);
            link.counters().assembling += grown - before;
        }
        part.copyTo(from, pulled.bytes, pulled.filled, length);
        pulled.filled += length;
        if (pulled.filled == pulled.head.length()) {
            complete(pulled);
        }
    }

    private void complete(Pulled pulled) {
        MediaHead head = pulled.head;
        byte[] bytes = pulled.bytes;
        forget(pulled);
        if (head.primes()) {
            pulled.receiver.prime(head.frame(bytes));
        } else {
            pulled.receiver.frame(head.frame(bytes));
        }
    }

    private void forget(Pulled pulled) {
        if (pulled.head != null) {
            link.counters().assembling -= pulled.bytes.length;
            pulled.head = null;
            pulled.bytes = null;
            pulled.filled = 0;
        }
    }

    private static void begun(Pulled pulled, LinkFrame.StreamBegun f)
            throws MalformedFrameException {
        if (pulled != null) {
            if (pulled.head != null) {
                throw new MalformedFrameException("a beginning within a frame");
            }
            pulled.receiver.begun(f.publication(), f.before());
        }
    }

    private static void over(Pulled pulled, long publication) throws MalformedFrameException {
        if (pulled != null) {
            if (pulled.head != null) {
                throw new MalformedFrameException("an end within a frame");
            }
            pulled.receiver.over(publication);
        }
    }
}
