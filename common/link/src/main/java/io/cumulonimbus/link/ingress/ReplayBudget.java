package io.cumulonimbus.link.ingress;

/** How much is kept of all streams of one link. Owned by the link's loop. */
public final class ReplayBudget {
    private final long mostBytes;
    private long bytes;

    /**
     * @param mostBytes of all streams together
     */
    public ReplayBudget(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** What is kept, in bytes. */
    public long bytes() {
        return bytes;
    }

    /** Answers whether there is room for so much more, and takes it. */
    boolean take(long more) {
        if (bytes + more > mostBytes) {
            return false;
        }
        bytes += more;
        return true;
    }

    void give(long back) {
        bytes -= back;
    }
}
