package io.cumulonimbus.link.ask;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.link.turn.Carrier;
import io.cumulonimbus.link.turn.Speaker;
import io.cumulonimbus.link.wire.LinkCodec;
import io.cumulonimbus.link.wire.LinkFrame;
import java.util.ArrayDeque;

/** Answers on their way to who asked, in parts: bulk, which has its turns like other bulk. */
final class AnswerLane extends Speaker {
    private final Carrier link;
    private final Runnable sent;
    private final ArrayDeque<Answer> queue = new ArrayDeque<>();
    private int sentOfFirst;

    private record Answer(long number, Message bytes) {}

    /**
     * @param sent runs when all of an answer was
     */
    AnswerLane(Carrier link, Runnable sent) {
        this.link = link;
        this.sent = sent;
    }

    void add(long number, byte[] answer) {
        queue.add(new Answer(number, Message.of(answer)));
        link.offer(this);
    }

    void clear() {
        queue.clear();
        sentOfFirst = 0;
    }

    @Override
    protected boolean hasExpress() {
        return false;
    }

    @Override
    protected boolean hasNormal() {
        return !queue.isEmpty();
    }

    @Override
    protected LinkFrame next(boolean express, long nowNs) {
        Answer first = queue.peek();
        int from = sentOfFirst;
        int length = Math.min(first.bytes.length() - from, LinkCodec.MAX_PART);
        boolean end = from + length == first.bytes.length();
        if (end) {
            queue.poll();
            sent.run();
        }
        sentOfFirst = end ? 0 : from + length;
        return new LinkFrame.Told(first.number, end, first.bytes, from, length);
    }

    @Override
    protected void fault() {
        link.counters().faults++;
        clear();
    }
}
