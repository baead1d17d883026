package io.cumulonimbus.link.turn;

import io.cumulonimbus.link.wire.LinkFrame;
import java.util.ArrayDeque;

/**
 * Whose turn it is: sessions and streams with something to send, in two rings.
 *
 * <p>Control frames, commands and audio go before everything else, up to a limit, so that not even
 * a flood of them holds the rest; within a ring each session gets one quantum in turn, so that one
 * client's bulk holds nobody.
 */
public final class Turns {
    /** Express turns in a row after which one other session has its turn. */
    private static final int MAX_EXPRESS_RUN = 8;

    private final ArrayDeque<Speaker> express = new ArrayDeque<>();
    private final ArrayDeque<Speaker> normal = new ArrayDeque<>();
    private int expressRun;
    private boolean lastWasExpress;

    /** Puts a session where it belongs, if it is not there yet and has something to send. */
    public void offer(Speaker speaker) {
        if (!speaker.inExpress && speaker.hasExpress()) {
            speaker.inExpress = true;
            express.add(speaker);
        }
        if (!speaker.inNormal && speaker.hasNormal()) {
            speaker.inNormal = true;
            normal.add(speaker);
        }
    }

    /** The next session, out of its ring; null when nobody has anything to send. */
    public Speaker next() {
        boolean yield = expressRun >= MAX_EXPRESS_RUN && !normal.isEmpty();
        lastWasExpress = !express.isEmpty() && !yield;
        expressRun = lastWasExpress ? expressRun + 1 : 0;
        Speaker speaker = lastWasExpress ? express.poll() : normal.poll();
        if (speaker != null && lastWasExpress) {
            speaker.inExpress = false;
        } else if (speaker != null) {
            speaker.inNormal = false;
        }
        return speaker;
    }

    /** Whether the one whose turn it is has more to say in it. */
    public boolean goesOn(Speaker speaker) {
        return lastWasExpress ? speaker.hasExpress() : speaker.hasNormal();
    }

    /** What the one whose turn it is says next; null when there is nothing after all. */
    public LinkFrame next(Speaker speaker, long nowNs) {
        return speaker.next(lastWasExpress, nowNs);
    }

    /** Something went wrong on that turn. */
    public void fault(Speaker speaker) {
        speaker.fault();
    }

    /** Nobody's turn any more. */
    public void remove(Speaker speaker) {
        if (speaker.inExpress) {
            express.remove(speaker);
            speaker.inExpress = false;
        }
        if (speaker.inNormal) {
            normal.remove(speaker);
            speaker.inNormal = false;
        }
    }

    public boolean isEmpty() {
        return express.isEmpty() && normal.isEmpty();
    }

    public void clear() {
        express.forEach(speaker -> speaker.inExpress = false);
        normal.forEach(speaker -> speaker.inNormal = false);
        express.clear();
        normal.clear();
    }
}
