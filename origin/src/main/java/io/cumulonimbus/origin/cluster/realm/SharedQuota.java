package io.cumulonimbus.origin.cluster.realm;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much one realm at this node has put into shared maps, less what it took away: all nodes
 * together keep no more than the sum of what each may. Outlives the realm. Any thread.
 */
public final class SharedQuota {
    /** So much by each node: 64 MiB, keys and values and what entries cost besides. */
    public static final long MOST_BYTES = 64L << 20;

    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    /** The usual one. */
    public SharedQuota() {
        this(MOST_BYTES);
    }

    /**
     * @param most in bytes
     */
    public SharedQuota(long most) {
        this.most = most;
    }

    boolean take(long more) {
        if (bytes.addAndGet(more) <= most) {
            return true;
        }
        bytes.addAndGet(-more);
        return false;
    }

    void giveBack(long less) {
        bytes.addAndGet(-less);
    }

    /** What is counted at this moment; below 0 where more was taken away than put. */
    public long bytes() {
        return bytes.get();
    }
}
