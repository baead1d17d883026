package io.cumulonimbus.link.route;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * The edge's side: questions without an answer, by number. Every one is answered, once: when the
 * origin does not in time, or there are too many, with {@link RouteAnswer#HERE}, as a client that
 * is at the wrong origin is better off than one that waits.
 */
public final class OpenQuestions {
    /** Questions at the same time. */
    static final int MOST = 1024;

    /** How long the origin has: 2 s, of what clients wait for an answer to their connect. */
    static final long PATIENCE_NS = 2_000_000_000L;

    private final Map<Long, Open> open = new LinkedHashMap<>();
    private final Queue<Numbered> toSend = new ArrayDeque<>();
    private long last;

    /** A question that waits. */
    private record Open(RouteQuestion question, Consumer<RouteAnswer> answer, long untilNs) {}

    /** A question as it is sent. */
    public record Numbered(long number, RouteQuestion question) {}

    /** Takes a question; answers whether there is something new to send. */
    public boolean ask(RouteQuestion question, Consumer<RouteAnswer> answer, long nowNs) {
        if (open.size() >= MOST) {
            answer.accept(RouteAnswer.HERE);
            return false;
        }
        open.put(++last, new Open(question, answer, nowNs + PATIENCE_NS));
        toSend.add(new Numbered(last, question));
        return true;
    }

    /** What to send next, or null. */
    public Numbered next() {
        Numbered next = toSend.poll();
        while (next != null && !open.containsKey(next.number())) {
            next = toSend.poll(); // too late
        }
        return next;
    }

    /** The origin's answer; one to a question that is not open any more is nothing. */
    public void answered(long number, RouteAnswer answer) {
        Open question = open.remove(number);
        if (question != null) {
            question.answer.accept(answer);
        }
    }

    /** Another connection, or another origin: it has not heard of any. */
    public void again() {
        toSend.clear();
        open.forEach((number, one) -> toSend.add(new Numbered(number, one.question)));
    }

    /** Answers what has waited for too long. */
    public void expire(long nowNs) {
        Collection<Open> all = open.values();
        Queue<Open> late = new ArrayDeque<>();
        for (Iterator<Open> each = all.iterator(); each.hasNext(); ) {
            Open one = each.next();
            if (one.untilNs - nowNs > 0) {
                break; // in the order of asking
            }
            each.remove();
            late.add(one);
        }
        late.forEach(one -> one.answer.accept(RouteAnswer.HERE));
    }

    /** There is nobody to ask any more. */
    public void giveUp() {
        Queue<Open> all = new ArrayDeque<>(open.values());
        open.clear();
        toSend.clear();
        all.forEach(one -> one.answer.accept(RouteAnswer.HERE));
    }

    /** How many wait. */
    public int size() {
        return open.size();
    }
}
