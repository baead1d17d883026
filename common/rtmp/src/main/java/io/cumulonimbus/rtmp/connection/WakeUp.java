package io.cumulonimbus.rtmp.connection;

/**
 * Tells a connection's host that there is something to flush: once until it flushes, and once more
 * when that cannot wait any longer.
 */
final class WakeUp {
    private final Runnable outputPending;
    private boolean told;
    private boolean patient;

    WakeUp(Runnable outputPending) {
        this.outputPending = outputPending;
    }

    /**
     * @param mayWait whether what there is now may wait for more
     */
    void tell(boolean mayWait) {
        if (!told || patient && !mayWait) {
            told = true;
            patient = mayWait;
            outputPending.run();
        }
    }

    /** Whether all that was told of since the last flush may wait for more. */
    boolean isPatient() {
        return told && patient;
    }

    /** The host flushes. */
    void flushed() {
        told = false;
    }
}
