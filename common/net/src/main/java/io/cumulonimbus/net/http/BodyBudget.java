package io.cumulonimbus.net.http;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that all request bodies together may take. Any thread. */
final class BodyBudget {
    private final AtomicLong left;

    BodyBudget(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /** Answers false, and takes nothing, when there is not as much. */
    boolean take(int bytes) {
        if (left.addAndGet(-bytes) < 0) {
            left.addAndGet(bytes);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        left.addAndGet(bytes);
    }
}
