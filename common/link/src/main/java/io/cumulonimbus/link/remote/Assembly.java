package io.cumulonimbus.link.remote;

import io.cumulonimbus.client.Arrival;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.link.wire.LinkCodec;
import io.cumulonimbus.link.wire.LinkFrame.MessageBegin;
import java.util.Arrays;

/** A message of which some parts have come; grows with what came, not with what was promised. */
final class Assembly {
    private final int total;
    private final Deadline deadline;
    private final Arrival arrival;
    private final boolean again;
    private final long answers;
    private byte[] bytes;
    private int filled;

    Assembly(MessageBegin first) {
        total = first.total();
        deadline = new Deadline(first.startWithinNs(), first.finishWithinNs(), first.dependent());
        arrival =
                new Arrival(
                        first.lost(),
                        first.number(),
                        first.group(),
                        first.opens(),
                        first.replayed());
        again = first.again();
        answers = first.answers();
        bytes = new byte[Math.min(total, 4 * LinkCodec.MAX_PART)];
    }

    /** Answers false when it is more than was promised. */
    boolean add(Message part, int from, int length) {
        if (length > total - filled) {
            return false;
        }
        if (filled + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(total, 2L * bytes.length));
        }
        part.copyTo(from, bytes, filled, length);
        filled += length;
        return true;
    }

    /** The call that it answers, or 0. */
    long answers() {
        return answers;
    }

    boolean isComplete() {
        return filled == total;
    }

    /** Bytes of memory taken. */
    int size() {
        return bytes.length;
    }

    Arrived arrived() {
        return new Arrived(Message.of(bytes), deadline, arrival, again);
    }

    /** A whole message as it arrived. */
    record Arrived(Message message, Deadline deadline, Arrival arrival, boolean again) {}
}
