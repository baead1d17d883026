package io.cumulonimbus.link.connection;

import io.cumulonimbus.link.LinkLimits;
import io.cumulonimbus.link.wire.LinkFrame;
import java.util.ArrayList;
import java.util.List;

/** Whether the far end lives: times of the handshake, pings and their answers. */
public final class LinkLife {
    /** What time says. */
    public enum Verdict {
        /** Nothing to do. */
        FINE,
        /** Something of {@link #due} is to be sent. */
        PING,
        /** The handshake took too long. */
        NO_HANDSHAKE,
        /** Nothing was heard for too long. */
        DEAD
    }

    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final long SECOND = 1_000_000_000L;

    private final LinkLimits limits;
    private final long patienceNs;
    private long startedNs = UNKNOWN;
    private long nowNs;
    private long heardNs;
    private long pingedNs;
    private long tickNs;
    private boolean pingDue;
    private boolean pongDue;
    private long pongToken;

    /**
     * @param patienceNs silence after which the connection is given up
     */
    public LinkLife(LinkLimits limits, long patienceNs) {
        this.limits = limits;
        this.patienceNs = patienceNs;
    }

    public void now(long now) {
        if (startedNs == UNKNOWN) {
            startedNs = now;
            heardNs = now;
            pingedNs = now;
            tickNs = now;
        } else if (now - nowNs > Math.max(limits.pingNs(), SECOND) * 3 / 2) {
            // We were stopped, not the far end: what it sent meanwhile is still to be read.
            heardNs += now - nowNs;
        }
        nowNs = now;
    }

    public void heard(long now) {
        now(now);
        heardNs = now;
    }

    /** When something was heard last. */
    public long heardNs() {
        return heardNs;
    }

    /** The far end asks; only its last question is answered. */
    public void pinged(long token) {
        pongDue = true;
        pongToken = token;
    }

    /** The far end answered; answers the round-trip time, or -1 for an answer to nothing. */
    public long answered(long token) {
        long roundTripNs = nowNs - token;
        return roundTripNs >= 0 && roundTripNs <= limits.deadNs() ? roundTripNs : -1;
    }

    public Verdict advance(long now, boolean established) {
        now(now);
        if (!established) {
            return now - startedNs >= limits.handshakeNs() ? Verdict.NO_HANDSHAKE : Verdict.FINE;
        }
        if (now - heardNs >= patienceNs) {
            return Verdict.DEAD;
        }
        if (now - Math.max(heardNs, pingedNs) >= limits.pingNs()) {
            pingedNs = now;
            pingDue = true;
            return Verdict.PING;
        }
        return Verdict.FINE;
    }

    /** When to be asked again; at least once a second. */
    public long nextNs(boolean established) {
        if (!established) {
            return startedNs + limits.handshakeNs();
        }
        long ping = Math.max(heardNs, pingedNs) + limits.pingNs();
        return Math.min(tickNs + SECOND, Math.min(ping, heardNs + patienceNs));
    }

    /** True once a second. */
    public boolean isSecondTick(long now) {
        if (now - tickNs < SECOND) {
            return false;
        }
        tickNs = now;
        return true;
    }

    /** Pings and answers that are to be sent now. */
    public List<LinkFrame> due(long now) {
        List<LinkFrame> frames = new ArrayList<>();
        if (pongDue) {
            pongDue = false;
            frames.add(new LinkFrame.Pong(pongToken));
        }
        if (pingDue) {
            pingDue = false;
            frames.add(new LinkFrame.Ping(now));
        }
        return frames;
    }
}
