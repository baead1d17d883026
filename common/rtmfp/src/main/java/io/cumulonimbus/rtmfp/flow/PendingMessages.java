package io.cumulonimbus.rtmfp.flow;

/** The messages of a sending flow that were not wholly sent yet, in the order of writing. */
final class PendingMessages {
    private QueuedMessage first;
    private QueuedMessage last;

    /** The first message whose deadlines do not count yet. */
    private QueuedMessage clockless;

    boolean isEmpty() {
        return first == null;
    }

    QueuedMessage first() {
        return first;
    }

    void add(QueuedMessage message) {
        if (last == null) {
            first = message;
        } else {
            last.behind = message;
        }
        last = message;
        if (clockless == null && message.expires()) {
            clockless = message;
        }
    }

    void removeFirst() {
        QueuedMessage gone = first;
        first = gone.behind;
        gone.behind = null;
        if (first == null) {
            last = null;
        }
        if (clockless == gone) {
            clockless = first;
        }
    }

    /** Begins to count the deadlines of messages written since; answers the earliest of them. */
    long startClocks(long nowNs) {
        long earliest = QueuedMessage.NEVER;
        for (QueuedMessage m = clockless; m != null; m = m.behind) {
            m.startClock(nowNs);
            earliest = Math.min(earliest, m.expiry());
        }
        clockless = null;
        return earliest;
    }
}
