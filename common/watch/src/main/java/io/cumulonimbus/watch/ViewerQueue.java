package io.cumulonimbus.watch;

import io.cumulonimbus.client.ClientFigures;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What waits for a viewer: what is said to the connection, and the messages of its stream in the
 * order in which they were written. Late media is left out before it is begun, with what depends on
 * it. Bounded by those who write: media by its drop policy, all else by the bounds of their queues.
 */
final class ViewerQueue {
    private final ArrayDeque<Queued> control = new ArrayDeque<>();
    private final ArrayDeque<Queued> stream = new ArrayDeque<>();
    private final List<Queued> unstamped = new ArrayList<>();
    private final Runnable wake;
    private long messages;
    private long bytes;
    private long lost;
    private boolean ended;

    /** A message that was written. */
    private static final class Queued {
        private final ViewerSink sink;
        private final Message message;
        private final Deadline deadline;
        private long writtenNs;

        Queued(ViewerSink sink, Message message, Deadline deadline) {
            this.sink = sink;
            this.message = message;
            this.deadline = deadline;
        }

        boolean isLate(long nowNs) {
            long age = nowNs - writtenNs;
            return deadline.expires()
                    && (age > deadline.startWithinNs() || age > deadline.finishWithinNs());
        }
    }

    ViewerQueue(Runnable wake) {
        this.wake = wake;
    }

    void add(ViewerSink sink, Message message, Deadline deadline) {
        Queued queued = new Queued(sink, message, deadline);
        (sink.isControl() ? control : stream).add(queued);
        if (deadline.expires()) {
            unstamped.add(queued);
        }
        messages++;
        bytes += message.length();
        wake.run();
    }

    /** From now on spans of what was written before run. */
    void stamp(long nowNs) {
        for (int i = 0; i < unstamped.size(); i++) {
            unstamped.get(i).writtenNs = nowNs;
        }
        unstamped.clear();
    }

    boolean isEmpty() {
        return control.isEmpty() && stream.isEmpty();
    }

    /** Hands over the next message of the connection; answers whether there was one. */
    boolean nextOfConnection(Consumer<TcMessage> taker) {
        return hand(control.poll(), taker);
    }

    /** The next message of the stream that is not late, without taking it. */
    Optional<TcMessage> peek(long nowNs) {
        while (!stream.isEmpty()) {
            Queued next = stream.peek();
            Optional<TcMessage> parsed = TcMessage.parse(next.message);
            if (parsed.isPresent() && !isUseless(next, nowNs)) {
                return parsed;
            }
            stream.poll();
            next.sink.drained(next.message.length());
        }
        return Optional.empty();
    }

    private boolean isUseless(Queued next, long nowNs) {
        if (!next.sink.chain.isUseless(next.deadline) && !next.isLate(nowNs)) {
            return false;
        }
        lost++;
        next.sink.chain.abandoned(next.deadline);
        next.sink.abandoned();
        return true;
    }

    /** Takes what was {@linkplain #peek seen}. */
    void take() {
        Queued taken = stream.poll();
        taken.sink.drained(taken.message.length());
    }

    private static boolean hand(Queued next, Consumer<TcMessage> taker) {
        if (next == null) {
            return false;
        }
        TcMessage.parse(next.message).ifPresent(taker);
        next.sink.drained(next.message.length());
        return true;
    }

    /** Whether nothing is taken any more. */
    boolean isEnded() {
        return ended;
    }

    /** Gives up all that waits, and takes nothing more. */
    void end() {
        ended = true;
        unstamped.clear();
        drain(control);
        drain(stream);
    }

    private static void drain(ArrayDeque<Queued> queue) {
        for (Queued next = queue.poll(); next != null; next = queue.poll()) {
            next.sink.drained(next.message.length());
        }
    }

    ClientFigures figures(long flows) {
        long waiting = 0;
        for (Queued next : stream) {
            waiting += next.message.length();
        }
        return new ClientFigures(flows, messages, bytes, waiting, 0, 0, lost);
    }
}
