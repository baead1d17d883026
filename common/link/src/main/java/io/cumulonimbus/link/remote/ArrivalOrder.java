package io.cumulonimbus.link.remote;

import io.cumulonimbus.link.remote.Assembly.Arrived;
import java.util.ArrayDeque;

/**
 * What came for a session and waits, of all its flows, for clients that have one byte stream for
 * everything: handed on in the order in which it came, except what is for flows that are suspended.
 * While the client's first flow is, which is for control, everything waits.
 */
final class ArrivalOrder {
    private record Waiting(LinkIncoming flow, Arrived message) {}

    private ArrayDeque<Waiting> held = new ArrayDeque<>(0);
    private LinkIncoming first;
    private boolean resuming;

    /** The far end is another one, whose flows begin anew. */
    void restart() {
        held.clear();
        first = null;
        resuming = false;
    }

    /** A flow was opened. */
    void opened(LinkIncoming flow) {
        first = first == null ? flow : first;
    }

    /** A message came for a flow, or without one its end. */
    void arrived(LinkIncoming flow, Arrived message) {
        if (resuming || isHeld(flow)) {
            held.add(new Waiting(flow, message));
        } else {
            handOn(flow, message);
        }
    }

    private boolean isHeld(LinkIncoming flow) {
        return flow.isSuspended() || first.isSuspended();
    }

    /** A flow goes on; answers whether that means anything to {@link #resume}. */
    boolean goesOn() {
        resuming |= !held.isEmpty();
        return resuming;
    }

    /** Hands on what is not held any more. */
    void resume() {
        resuming = false;
        ArrayDeque<Waiting> all = held;
        held = new ArrayDeque<>();
        for (Waiting one = all.poll(); one != null; one = all.poll()) {
            if (isHeld(one.flow)) {
                held.add(one);
            } else {
                handOn(one.flow, one.message);
            }
        }
    }

    private static void handOn(LinkIncoming flow, Arrived message) {
        if (message == null) {
            flow.ends();
        } else {
            flow.handOn(message);
        }
    }
}
