package io.cumulonimbus.link.ask;

import io.cumulonimbus.link.wire.LinkCodec;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * The side that asks: questions in order, so many at a time, and what came of their answers. Each
 * is answered once: with nothing when the link is lost, or there are too many.
 */
public final class Asking {
    /** The longest question in bytes. */
    public static final int MAX_QUESTION = LinkCodec.MAX_QUESTION;

    /** The longest answer in bytes: 18 MiB. */
    public static final int MAX_ANSWER = 18 << 20;

    /** Questions under way; what their answers take is bounded with them. */
    public static final int MOST_OPEN = 64;

    /** Questions that wait for others to be answered. */
    static final int MOST_WAITING = 4096;

    private final Map<Long, Open> open = new LinkedHashMap<>();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private long last;

    private record Waiting(byte[] question, Consumer<Optional<byte[]>> answer) {}

    /** A question without an answer, and the parts that came of it. */
    private static final class Open {
        private final Consumer<Optional<byte[]>> answer;
        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

        Open(Consumer<Optional<byte[]>> answer) {
            this.answer = answer;
        }
    }

    /** A question as it is sent. */
    public record Numbered(long number, byte[] question) {}

    /** Takes a question; answers whether there may be something new to send. */
    public boolean ask(byte[] question, Consumer<Optional<byte[]>> answer) {
        if (question.length > MAX_QUESTION || waiting.size() >= MOST_WAITING) {
            answer.accept(Optional.empty());
            return false;
        }
        waiting.add(new Waiting(question, answer));
        return true;
    }

    /** What to send next, or null. */
    public Numbered next() {
        if (waiting.isEmpty() || open.size() >= MOST_OPEN) {
            return null;
        }
        Waiting next = waiting.poll();
        open.put(++last, new Open(next.answer));
        return new Numbered(last, next.question);
    }

    /**
     * The next part of an answer; answers false when there was no such question, or it is too much.
     *
     * @param end whether it is the last one
     */
    public boolean told(long number, byte[] part, boolean end) {
        Open question = open.get(number);
        if (question == null || question.parts.size() + part.length > MAX_ANSWER) {
            return false;
        }
        question.parts.writeBytes(part);
        if (end) {
            open.remove(number);
            question.answer.accept(Optional.of(question.parts.toByteArray()));
        }
        return true;
    }

    /** There is nobody any more who was asked. */
    public void giveUp() {
        List<Open> asked = List.copyOf(open.values());
        List<Waiting> unasked = List.copyOf(waiting);
        open.clear();
        waiting.clear();
        asked.forEach(one -> one.answer.accept(Optional.empty()));
        unasked.forEach(one -> one.answer.accept(Optional.empty()));
    }
}
