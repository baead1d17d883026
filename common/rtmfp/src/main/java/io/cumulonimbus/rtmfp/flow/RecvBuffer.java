package io.cumulonimbus.rtmfp.flow;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmfp.chunk.FragmentControl;
import io.cumulonimbus.rtmfp.chunk.UserData;

/**
 * The fragments of a receiving flow that wait for others, RECV_BUFFER of RFC 7016 §3.6.3, and the
 * messages they make.
 */
final class RecvBuffer {
    /** What keeping a fragment costs besides its data, in bytes. */
    private static final int OVERHEAD = 80;

    private final SequenceDeque<UserData> pieces = new SequenceDeque<>();
    private long size;

    /** Pieces from the first on that were found to be one unbroken beginning of a message. */
    private int segment;

    private long segmentBytes;
    private long firstOfMessage;
    private long lastOfMessage;

    /** BUFFERED_SIZE: data and overhead in bytes. */
    long size() {
        return size;
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** Bytes of the message that is being put together at the front. */
    long segmentBytes() {
        return segmentBytes;
    }

    /** Keeps a fragment, but for its options, whose size nobody counts. */
    void insert(UserData chunk) {
        if (pieces.insert(chunk.withoutOptions())) {
            size += chunk.data().length + OVERHEAD;
        }
    }

    /** The number of the first fragment of the message that {@link #next} answered last. */
    long firstOfMessage() {
        return firstOfMessage;
    }

    /** The number of the last fragment of that message. */
    long lastOfMessage() {
        return lastOfMessage;
    }

    /**
     * Takes the next complete message at or below {@code cumulative}, dropping what will never be
     * complete; null when there is none.
     */
    // RFC 7016 §3.6.3.3
    Message next(long cumulative) {
        while (!pieces.isEmpty() && reached(pieces.first().sequenceNumber(), cumulative)) {
            UserData first = pieces.first();
            switch (first.fragment()) {
                case WHOLE -> {
                    firstOfMessage = first.sequenceNumber();
                    lastOfMessage = first.sequenceNumber();
                    drop(1);
                    return Message.of(first.data());
                }
                case END, MIDDLE -> drop(1);
                case BEGIN -> {
                    if (completes()) {
                        firstOfMessage = first.sequenceNumber();
                        return join();
                    }
                    if (pieces.get(segment - 1).sequenceNumber() == cumulative) {
                        return null;
                    }
                    drop(segment);
                }
                default -> throw new IllegalStateException();
            }
        }
        return null;
    }

    void clear() {
        pieces.clear();
        size = 0;
        segment = 0;
        segmentBytes = 0;
    }

    /** Follows the segment from where it was left; whether its last piece ends the message. */
    private boolean completes() {
        if (segment == 0) {
            segment = 1;
            segmentBytes = pieces.first().data().length;
        }
        while (segment < pieces.size()) {
            UserData last = pieces.get(segment - 1);
            UserData next = pieces.get(segment);
            boolean continues =
                    next.sequenceNumber() == last.sequenceNumber() + 1
                            && (next.fragment() == FragmentControl.MIDDLE
                                    || next.fragment() == FragmentControl.END);
            if (!continues) {
                return false;
            }
            segment++;
            segmentBytes += next.data().length;
            if (next.fragment() == FragmentControl.END) {
                return true;
            }
        }
        return false;
    }

    private Message join() {
        byte[] all = new byte[(int) segmentBytes];
        int at = 0;
        for (int i = 0; i < segment; i++) {
            byte[] data = pieces.get(i).data();
            System.arraycopy(data, 0, all, at, data.length);
            at += data.length;
        }
        lastOfMessage = pieces.get(segment - 1).sequenceNumber();
        drop(segment);
        return Message.of(all);
    }

    private void drop(int count) {
        for (int i = 0; i < count; i++) {
            size -= pieces.get(i).data().length + OVERHEAD;
        }
        pieces.remove(0, count);
        segment = 0;
        segmentBytes = 0;
    }

    private static boolean reached(long number, long cumulative) {
        return Long.compareUnsigned(number, cumulative) <= 0;
    }
}
