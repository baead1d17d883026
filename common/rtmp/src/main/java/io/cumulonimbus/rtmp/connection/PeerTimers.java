package io.cumulonimbus.rtmp.connection;

/** When a connection has to do something by itself; monotonic times in nanoseconds. */
final class PeerTimers {
    private final RtmpConfig config;
    private final long handshakeBy;
    private long heardNs;
    private long pingNs;
    private boolean lingering;
    private long lingerUntil;

    PeerTimers(RtmpConfig config, long nowNs) {
        this.config = config;
        this.handshakeBy = nowNs + config.handshakeNs();
        this.heardNs = nowNs;
    }

    static int millis(long nowNs) {
        return (int) (nowNs / 1_000_000);
    }

    void heard(long nowNs) {
        heardNs = nowNs;
    }

    void opened(long nowNs) {
        pingNs = nowNs + config.pingNs();
    }

    boolean handshakeLate(long nowNs) {
        return nowNs - handshakeBy >= 0;
    }

    boolean silent(long nowNs) {
        return nowNs - heardNs >= config.idleNs();
    }

    /** Counts from the first time it is asked. */
    boolean lingered(long nowNs) {
        if (!lingering) {
            lingering = true;
            lingerUntil = nowNs + config.lingerNs();
        }
        return nowNs - lingerUntil >= 0;
    }

    /** Whether it is time to ask; once each period. */
    boolean pingDue(long nowNs) {
        if (nowNs - pingNs < 0) {
            return false;
        }
        pingNs = nowNs + config.pingNs();
        return true;
    }

    long next(boolean shaking, boolean closing) {
        if (shaking) {
            return handshakeBy;
        }
        return closing ? lingerUntil : Math.min(pingNs, heardNs + config.idleNs());
    }
}
