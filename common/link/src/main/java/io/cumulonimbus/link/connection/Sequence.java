package io.cumulonimbus.link.connection;

import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.MalformedFrameException;
import java.util.ArrayDeque;

/**
 * The frames of a link by number, over all its connections: what was sent and not yet acknowledged
 * is kept, and sent again on the next connection.
 *
 * <p>Frames are numbered by counting; connections lose none in between. Frames of the connection
 * itself (handshake, pings, acknowledgements) are not counted.
 */
public final class Sequence {
    /** What a frame weighs besides its message. */
    private static final int FRAME_COST = 64;

    /** Taken frames after which an acknowledgement is due at once. */
    private static final int MOST_FRAMES = 64;

    /** What may be kept before nothing more is sent. */
    private static final long MOST_BYTES = 4 << 20;

    /** How long an acknowledgement may wait for something to go with. */
    private static final long ACK_WITHIN_NS = 50_000_000L;

    private final ArrayDeque<Sent> unacknowledged = new ArrayDeque<>();
    private final ArrayDeque<Sent> again = new ArrayDeque<>();
    private final ArrayDeque<Ended> ended = new ArrayDeque<>();
    private long bytes;
    private long sent;
    private long acknowledged;
    private long confirmed;
    private long received;
    private long told;
    private long ackByNs;

    /** A frame, and what it keeps in memory. */
    private record Sent(LinkFrame frame, int cost) {}

    /** A message whose last part had this number. */
    private record Ended(long number, Runnable forget) {}

    /** Whether a frame is numbered. */
    public static boolean counts(LinkFrame frame) {
        return !(frame instanceof LinkFrame.OfConnection);
    }

    /** A frame is sent for the first time. */
    public void sent(LinkFrame frame) {
        int cost = FRAME_COST + weight(frame);
        unacknowledged.add(new Sent(frame, cost));
        bytes += cost;
        sent++;
    }

    private static int weight(LinkFrame frame) {
        return switch (frame) {
            case LinkFrame.MessageBegin f -> f.length();
            case LinkFrame.MessageMore f -> f.length();
            case LinkFrame.Checkpoint f -> f.checkpoint().length;
            case LinkFrame.Restore f -> f.checkpoint().length;
            case LinkFrame.MediaBegin f -> f.length();
            case LinkFrame.MediaMore f -> f.length();
            default -> 0;
        };
    }

    /** Runs it when the frame that is sent next is acknowledged. */
    public void whenAcknowledged(Runnable forget) {
        ended.add(new Ended(sent + 1, forget));
    }

    /** Whether so much is kept that the far end has to acknowledge some of it first. */
    public boolean isFull() {
        return bytes >= MOST_BYTES;
    }

    /** How many frames were sent. */
    public long sent() {
        return sent;
    }

    /** How many of them the far end has taken, with all that they caused. */
    public long confirmed() {
        return confirmed;
    }

    /** What is kept, in bytes. */
    public long bytes() {
        return bytes;
    }

    /** The far end took so many, and all that they caused is with us. */
    public void acknowledged(long count) throws MalformedFrameException {
        taken(count);
        confirmed = count;
        while (!ended.isEmpty() && ended.peek().number <= count) {
            ended.poll().forget.run();
        }
    }

    /** The far end took so many: these are not to be sent again as long as it is there. */
    private void taken(long count) throws MalformedFrameException {
        if (count < acknowledged || count > sent - again.size()) {
            throw new MalformedFrameException("acknowledges what was never sent");
        }
        while (acknowledged < count) {
            bytes -= unacknowledged.poll().cost;
            acknowledged++;
        }
    }

    /** A frame was taken. */
    public void received(long nowNs) {
        if (received == told) {
            ackByNs = nowNs + ACK_WITHIN_NS;
        }
        received++;
    }

    /** When an acknowledgement is due at the latest. */
    public long ackByNs() {
        return received > told ? ackByNs : Long.MAX_VALUE;
    }

    /** Whether one is to be sent now, when something else was sent, too, or was not. */
    public boolean isAckDue(boolean company, long nowNs) {
        return received > told
                && (company || received - told >= MOST_FRAMES || ackByNs - nowNs <= 0);
    }

    /** How many frames were taken. */
    long taken() {
        return received;
    }

    /** The acknowledgement of all that was taken. */
    public LinkFrame ack() {
        told = received;
        return new LinkFrame.Ack(received);
    }

    /** A new connection, whose other end took so many: what it did not is sent again. */
    void resume(long count) throws MalformedFrameException {
        // What was still to be sent again comes behind what was sent on the lost connection.
        unacknowledged.addAll(again);
        again.clear();
        taken(count);
        again.addAll(unacknowledged);
        unacknowledged.clear();
        told =
                Math.max(
                        0,
                        received - 1); // what we told may be lost, and it was not all that counts
    }

    /** The next frame to send again, or null. */
    public LinkFrame again() {
        Sent next = again.poll();
        if (next == null) {
            return null;
        }
        unacknowledged.add(next);
        return next.frame;
    }

    /** Whether everything was sent again. */
    public boolean isCaughtUp() {
        return again.isEmpty();
    }

    /** Counts from the beginning: the far end knows nothing of us. */
    void restart() {
        unacknowledged.clear();
        again.clear();
        ended.clear();
        bytes = 0;
        sent = 0;
        acknowledged = 0;
        confirmed = 0;
        received = 0;
        told = 0;
    }
}
