package io.cumulonimbus.rtmfp.endpoint;

/** An attempt to open a session as initiator. */
public interface Opening {
    /** Gives up, with {@link OpenFailure#CANCELLED}; harmless once it is over. */
    void cancel();
}
