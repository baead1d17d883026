package io.cumulonimbus.link.route;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The origin's side of one link: asks the router for each question that comes, and keeps its
 * answers until they are sent. Bounded by what an edge may have open.
 */
public final class Answers {
    /** The number of what nobody asked: an edge counts its questions from 1. */
    public static final long UNASKED = 0;

    private final Queue<Numbered> toSend = new ArrayDeque<>();
    private final Runnable pending;
    private Router router = Router.ALONE;
    private int open;

    /** An answer as it is sent. */
    public record Numbered(long number, RouteAnswer answer) {}

    /**
     * @param pending called when there is an answer to send
     */
    public Answers(Runnable pending) {
        this.pending = pending;
    }

    /** Who knows; before anything is asked. */
    public void knownBy(Router newRouter) {
        router = newRouter;
    }

    /** A question of the edge's; answers false when it asks for more than it may. */
    public boolean asked(long number, RouteQuestion question) {
        if (open >= OpenQuestions.MOST) {
            return false;
        }
        open++;
        router.route(
                question,
                answer -> {
                    open--;
                    toSend.add(new Numbered(number, answer));
                    pending.run();
                });
        return true;
    }

    /**
     * Says, without being asked, where clients of the edge belong soon; answers false when too much
     * waits already.
     */
    public boolean expect(RouteAnswer home) {
        if (toSend.size() >= OpenQuestions.MOST) {
            return false;
        }
        toSend.add(new Numbered(UNASKED, home));
        pending.run();
        return true;
    }

    /** What to send next, or null. */
    public Numbered next() {
        return toSend.poll();
    }

    /** Another connection: its edge asks again. */
    public void forget() {
        toSend.clear();
    }
}
