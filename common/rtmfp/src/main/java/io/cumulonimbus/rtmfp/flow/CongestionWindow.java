package io.cumulonimbus.rtmfp.flow;

/**
 * The congestion control of RFC 7016 appendix A: slow start, additive increase, and gentler rules
 * around time-critical data.
 */
public final class CongestionWindow implements TransmissionBudget {
    /** §A.2 CWND_INIT: three segments, in bytes. */
    public static final long INITIAL = 4380;

    /** §A.1: at one percent a round trip the scalable rules are better from here on, in bytes. */
    private static final long SCALABLE_FROM = 67_200;

    /** Delay never takes the window below this, lest others who queue stop us, in bytes. */
    private static final long YIELDS_TO = 16 << 10;

    /** No path needs more in flight, and a far end that lies about receiving gets no more. */
    private static final long MAXIMUM = 16 << 20;

    private final int segment;
    private long window = INITIAL;
    private long slowStartThreshold = Long.MAX_VALUE;
    private long accumulator;
    private long outstandingBefore;
    private long acknowledgedNow;
    private boolean full;
    private boolean anyAcknowledgement;
    private boolean anyNegative;
    private boolean anyLoss;
    private boolean newLoss;

    /** All losses of one window together take it down to here. */
    private long leastOfEpisode;

    /**
     * A window at its beginning.
     *
     * @param segment SMSS, the user data that one packet carries at most, in bytes
     */
    public CongestionWindow(int segment) {
        this.segment = segment;
    }

    @Override
    public long window() {
        return window;
    }

    @Override
    public boolean slowStart() {
        return window < slowStartThreshold;
    }

    @Override
    public void packetBegins(long outstandingBytes, boolean held) {
        outstandingBefore = outstandingBytes;
        full = held || outstandingBytes >= window;
        acknowledgedNow = 0;
        anyAcknowledgement = false;
        anyNegative = false;
        anyLoss = false;
        newLoss = false;
    }

    @Override
    public void acknowledged(long bytes) {
        anyAcknowledgement = true;
        acknowledgedNow += bytes;
    }

    @Override
    public void negativelyAcknowledged() {
        anyNegative = true;
    }

    @Override
    public void lost(boolean news) {
        anyLoss = true;
        newLoss |= news;
    }

    /** Never more than figure 25 allows: an eighth less, as for a loss amid time-critical data. */
    @Override
    public void yields() {
        if (window > YIELDS_TO) {
            window = Math.max(window * 7 / 8, YIELDS_TO);
            slowStartThreshold = window;
            accumulator = 0;
        }
    }

    /** Slow start leads back. */
    @Override
    public void drains() {
        slowStartThreshold = Math.max(window * 7 / 8, INITIAL);
        window = INITIAL;
        accumulator = 0;
    }

    /** As at the beginning; what is in flight on the old path keeps the new one empty for now. */
    @Override
    public void restarts() {
        slowStartThreshold = Long.MAX_VALUE;
        window = INITIAL;
        accumulator = 0;
    }

    // RFC 7016 §A.2 figure 24
    @Override
    public void timedOut(boolean loss) {
        slowStartThreshold = Math.max(slowStartThreshold, window * 3 / 4);
        accumulator = 0;
        window = loss ? segment : INITIAL;
    }

    // RFC 7016 §A.2 figure 25
    @Override
    public void packetEnds(boolean fastGrowAllowed, boolean timeCriticalSent) {
        if (anyLoss) {
            reduce(fastGrowAllowed, timeCriticalSent);
        } else if (anyAcknowledgement && !anyNegative && full) {
            long increase = fastGrowAllowed ? fastIncrease() : restrainedIncrease(timeCriticalSent);
            long grown = Math.max(window + Math.min(increase, segment), INITIAL);
            window = Math.min(grown, MAXIMUM);
        }
    }

    /**
     * Every packet with news of a loss makes the window smaller, but what is found missing of one
     * window does not take more than half of it: appendix A alone would go down to its floor when a
     * queue overflows.
     */
    private void reduce(boolean fastGrowAllowed, boolean timeCriticalSent) {
        long half = Math.max(outstandingBefore / 2, INITIAL);
        if (newLoss) {
            leastOfEpisode = half;
        }
        boolean gentle = timeCriticalSent || (outstandingBefore > SCALABLE_FROM && fastGrowAllowed);
        long reduced = gentle ? Math.max(outstandingBefore * 7 / 8, INITIAL) : half;
        long least = Math.max(reduced, leastOfEpisode);
        window = newLoss ? least : Math.min(window, least);
        slowStartThreshold = window;
        accumulator = 0;
    }

    private long fastIncrease() {
        return window < slowStartThreshold ? acknowledgedNow : additive(4800, 48);
    }

    private long restrainedIncrease(boolean timeCriticalSent) {
        if (window < slowStartThreshold && timeCriticalSent) {
            return (acknowledgedNow + 3) / 4;
        }
        return additive(timeCriticalSent ? 2400 : 4800, 24);
    }

    private long additive(long thresholdCap, long step) {
        accumulator += acknowledgedNow;
        long threshold = Math.min(Math.max(window / 16, 64), thresholdCap);
        long steps = accumulator / threshold;
        accumulator -= steps * threshold;
        return steps * step;
    }
}
