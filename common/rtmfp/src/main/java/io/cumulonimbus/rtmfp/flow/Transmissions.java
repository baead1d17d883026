package io.cumulonimbus.rtmfp.flow;

/**
 * What a session has in flight, in the order of transmission over all its flows: finds losses (RFC
 * 7016 §3.6.2.5) and keeps to the budget.
 */
public final class Transmissions {
    /** §3.6.2.5: a fragment is lost after this many negative acknowledgements. */
    private static final int NAKS_FOR_LOSS = 3;

    private final TransmissionBudget budget;
    private Fragment oldest;
    private Fragment newest;
    private long next = 1;

    /** What was sent up to here belongs to a loss that the budget heard of. */
    private long reducedThrough;

    private long outstanding;
    private long acknowledgedUpTo;
    private boolean acknowledged;
    private long acknowledgedBytes;
    private long retransmitted;
    private long lost;
    private long timeouts;

    /** Whether the budget kept something from leaving since the last acknowledgement of a turn. */
    private boolean held;

    /** Nothing in flight, under this budget. */
    public Transmissions(TransmissionBudget budget) {
        this.budget = budget;
    }

    /** S_OUTSTANDING_BYTES. */
    public long outstanding() {
        return outstanding;
    }

    /** Fragments sent so far, repeated ones included. */
    public long sent() {
        return next - 1;
    }

    /** Fragments sent again so far. */
    public long retransmitted() {
        return retransmitted;
    }

    /** Fragments that were found missing, or timed out, so far. */
    public long lost() {
        return lost;
    }

    /** How often everything in flight timed out. */
    public long timeouts() {
        return timeouts;
    }

    /** The bytes that may be outstanding before sending stops. */
    public long window() {
        return budget.window();
    }

    /** Whether the budget allows another fragment. */
    // RFC 7016 §3.5.2
    public boolean allows() {
        held = outstanding >= budget.window();
        return !held;
    }

    /** Whether the window still grows by what is acknowledged. */
    public boolean slowStart() {
        return budget.slowStart();
    }

    /** Nothing waits for the budget any more. */
    public void nothingWaits() {
        held = false;
    }

    /** A packet was received and its chunks are about to be processed. */
    public void packetBegins() {
        acknowledged = false;
        acknowledgedUpTo = 0;
        acknowledgedBytes = 0;
        budget.packetBegins(outstanding, held);
    }

    /** All chunks of the packet were processed. */
    // RFC 7016 §3.6.2.5
    public void packetEnds(boolean fastGrowAllowed, boolean timeCriticalSent) {
        if (!acknowledged) {
            return;
        }
        boolean reduced = false;
        Fragment fragment = oldest;
        while (fragment != null && fragment.transmission < acknowledgedUpTo) {
            Fragment after = fragment.sentAfter;
            budget.negativelyAcknowledged();
            if (++fragment.naks >= NAKS_FOR_LOSS) {
                boolean news = fragment.transmission > reducedThrough;
                reduced |= news;
                budget.lost(news);
                lost++;
                remove(fragment);
                fragment.flow.lost(fragment);
            }
            fragment = after;
        }
        if (reduced) {
            reducedThrough = next - 1;
        }
        budget.packetEnds(fastGrowAllowed, timeCriticalSent);
    }

    /** The packet being processed lets the window grow no further. */
    public void holdWindow() {
        budget.negativelyAcknowledged();
    }

    /** Makes the window smaller because what is in flight stands in a queue. */
    public void yields() {
        budget.yields();
    }

    /** Makes the window small for a moment, so that a queue on the path empties. */
    public void drains() {
        budget.drains();
    }

    /** Whether the packet being processed acknowledged anything, be it nothing new. */
    public boolean acknowledgedNow() {
        return acknowledged;
    }

    /** Bytes that the packet being processed acknowledged. */
    public long acknowledgedBytes() {
        return acknowledgedBytes;
    }

    /** What is in flight took a path that is another one now. */
    public void pathChanged() {
        budget.restarts();
    }

    /** The largest fragment in flight, in bytes; 0 when there is none. */
    public int largest() {
        int largest = 0;
        for (Fragment fragment = oldest; fragment != null; fragment = fragment.sentAfter) {
            largest = Math.max(largest, fragment.transmitSize);
        }
        return largest;
    }

    /** Everything in flight is lost; answers whether there was anything. */
    // RFC 7016 §3.6.2.6
    public boolean timedOut() {
        boolean loss = oldest != null;
        while (oldest != null) {
            Fragment fragment = oldest;
            remove(fragment);
            fragment.flow.lost(fragment);
            lost++;
        }
        timeouts += loss ? 1 : 0;
        budget.timedOut(loss);
        return loss;
    }

    /** Forgets everything in flight. */
    public void clear() {
        oldest = null;
        newest = null;
        outstanding = 0;
    }

    void sent(Fragment fragment, int size) {
        retransmitted += fragment.wasSent() ? 1 : 0;
        fragment.inFlight = true;
        fragment.naks = 0;
        fragment.transmitSize = size;
        fragment.transmission = next++;
        fragment.sentBefore = newest;
        if (newest == null) {
            oldest = fragment;
        } else {
            newest.sentAfter = fragment;
        }
        newest = fragment;
        outstanding += size;
    }

    /** An acknowledgement of a flow of ours was received. */
    void acknowledgement() {
        acknowledged = true;
        budget.acknowledged(0);
    }

    void acknowledged(Fragment fragment) {
        acknowledgedUpTo = Math.max(acknowledgedUpTo, fragment.transmission);
        if (fragment.inFlight) {
            acknowledgedBytes += fragment.transmitSize;
            budget.acknowledged(fragment.transmitSize);
            remove(fragment);
        }
    }

    private void remove(Fragment fragment) {
        if (fragment.sentBefore == null) {
            oldest = fragment.sentAfter;
        } else {
            fragment.sentBefore.sentAfter = fragment.sentAfter;
        }
        if (fragment.sentAfter == null) {
            newest = fragment.sentBefore;
        } else {
            fragment.sentAfter.sentBefore = fragment.sentBefore;
        }
        fragment.sentBefore = null;
        fragment.sentAfter = null;
        fragment.inFlight = false;
        outstanding -= fragment.transmitSize;
    }
}
