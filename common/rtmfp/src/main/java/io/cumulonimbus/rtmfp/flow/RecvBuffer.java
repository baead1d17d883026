package io.cumulonimbus.rtmfp.flow;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmfp.chunk.FragmentControl;

/**
 * The fragments of a receiving flow that wait for others, RECV_BUFFER of RFC 7016 §3.6.3, and the
 * messages they make.
 */
final class RecvBuffer {
    /** What keeping a fragment costs besides its data, in bytes. */
    private static final int OVERHEAD = 64;

    private final SequenceDeque<Piece> pieces = new SequenceDeque<>();
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

    void insert(long number, FragmentControl control, byte[] data) {
        if (pieces.insert(new Piece(number, control, data))) {
            size += data.length + OVERHEAD;
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
        while (!pieces.isEmpty() && reached(pieces.first().number, cumulative)) {
            Piece first = pieces.first();
            switch (first.control) {
                case WHOLE -> {
                    firstOfMessage = first.number;
                    lastOfMessage = first.number;
                    drop(1);
                    return Message.of(first.data);
                }
                case END, MIDDLE -> drop(1);
                case BEGIN -> {
                    if (completes()) {
                        firstOfMessage = first.number;
                        return join();
                    }
                    if (pieces.get(segment - 1).number == cumulative) {
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
            segmentBytes = pieces.first().data.length;
        }
        while (segment < pieces.size()) {
            Piece last = pieces.get(segment - 1);
            Piece next = pieces.get(segment);
            boolean continues =
                    next.number == last.number + 1
                            && (next.control == FragmentControl.MIDDLE
                                    || next.control == FragmentControl.END);
            if (!continues) {
                return false;
            }
            segment++;
            segmentBytes += next.data.length;
            if (next.control == FragmentControl.END) {
                return true;
            }
        }
        return false;
    }

    private Message join() {
        byte[] all = new byte[(int) segmentBytes];
        int at = 0;
        for (int i = 0; i < segment; i++) {
            byte[] data = pieces.get(i).data;
            System.arraycopy(data, 0, all, at, data.length);
            at += data.length;
        }
        lastOfMessage = pieces.get(segment - 1).number;
        drop(segment);
        return Message.of(all);
    }

    private void drop(int count) {
        for (int i = 0; i < count; i++) {
            size -= pieces.get(i).data.length + OVERHEAD;
        }
        pieces.remove(0, count);
        segment = 0;
        segmentBytes = 0;
    }

    private static boolean reached(long number, long cumulative) {
        return Long.compareUnsigned(number, cumulative) <= 0;
    }

    /** One fragment. */
    private record Piece(long number, FragmentControl control, byte[] data) implements Sequenced {
        @Override
        public long sequenceNumber() {
            return number;
        }
    }
}
