package io.cumulonimbus.rtmp.tunnel;

/** A request that waits for its reply. */
public interface TunnelExchange {
    /** Gives the reply; called once. */
    void reply(HttpReply reply);

    /** Whether nobody can read the reply any more. */
    boolean isGone();
}
