package io.cumulonimbus.link.connection;

import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkLimits;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.wire.LinkCodec;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.MalformedFrameException;
import java.util.random.RandomGenerator;

/** What of a link outlives its connections: its name, its numbered frames, and for how long. */
public final class Continuity {
    private static final long MILLISECOND = 1_000_000L;
    private static final long MAX_GRACE_MS = 60_000;

    /**
     * An edge that has another connection to try does not wait for TCP, whose repetitions come at
     * ever longer intervals: after two questions without an answer it dials.
     */
    private static final long REDIAL_NS = 2_500 * MILLISECOND;

    /** By so much an origin is more patient than its edges: it must not be the first to give up. */
    private static final long MARGIN_NS = 2_000 * MILLISECOND;

    private final LinkRole role;
    private final Sequence sequence = new Sequence();
    private byte[] token = {};
    private long graceNs;
    private boolean attached;
    private boolean everAttached;
    private boolean suspended;
    private long suspendedNs;
    private long untilNs = Long.MAX_VALUE;

    public Continuity(LinkConfig config, RandomGenerator random) {
        role = config.role();
        graceNs = config.graceNs();
        if (role.dials()) {
            token = new byte[LinkCodec.TOKEN];
            random.nextBytes(token);
        }
    }

    public Sequence sequence() {
        return sequence;
    }

    /** Whether frames of sessions can be sent on the present connection. */
    public boolean isAttached() {
        return attached;
    }

    public boolean isSuspended() {
        return suspended;
    }

    /** For how long it has been suspended; 0 when it is not. */
    public long awayNs(long nowNs) {
        return suspended ? Math.max(1, nowNs - suspendedNs) : 0;
    }

    /** Until when another connection is waited for. */
    public long untilNs() {
        return untilNs;
    }

    /** Whether anything is kept for the case that the connection is lost. */
    public boolean keeps() {
        return graceNs > 0;
    }

    /** What the edge asks for. */
    public LinkFrame wish() {
        return new LinkFrame.Attach(token, graceNs / MILLISECOND, everAttached, sequence.taken());
    }

    /** What a frame before the link is attached means. */
    public enum Verdict {
        /** An edge wants in. */
        WANTED,
        /** The origin lets us in; there are no sessions yet. */
        NEW,
        /** The origin still has our sessions. */
        RESUMED,
        /** The origin has no sessions, and we have: it takes them over. */
        MOVED
    }

    public Verdict receive(LinkFrame frame) throws MalformedFrameException {
        if (frame instanceof LinkFrame.Attach f) {
            wanted(f);
            return Verdict.WANTED;
        }
        if (!(frame instanceof LinkFrame.Attached f) || !role.dials()) {
            throw new MalformedFrameException("not attached yet");
        }
        if (f.resumed()) {
            sequence.resume(f.received());
            attach();
            return Verdict.RESUMED;
        }
        Verdict verdict = everAttached ? Verdict.MOVED : Verdict.NEW;
        sequence.restart();
        attach();
        return verdict;
    }

    /** Lets an edge in that is new here. */
    public LinkFrame begin(boolean staying) {
        attach();
        return new LinkFrame.Attached(false, 0, staying);
    }

    /** Lets an edge in again. */
    public LinkFrame adopt(LinkFrame.Attach f, boolean staying) throws MalformedFrameException {
        sequence.resume(f.received());
        attach();
        return new LinkFrame.Attached(true, sequence.taken(), staying);
    }

    /** What an edge asks for: from now on it is the edge that says for how long. */
    private void wanted(LinkFrame.Attach f) throws MalformedFrameException {
        if (role != LinkRole.ORIGIN || token.length > 0) {
            throw new MalformedFrameException("attaches what cannot be attached");
        }
        token = f.token();
        graceNs = Math.min(f.graceMs(), MAX_GRACE_MS) * MILLISECOND;
    }

    public byte[] token() {
        return token;
    }

    private void attach() {
        attached = true;
        everAttached = true;
        suspended = false;
        untilNs = Long.MAX_VALUE;
    }

    /** Silence after which a connection is given up. */
    public long patienceNs(LinkLimits limits) {
        boolean dials = role.dials() && graceNs > 0;
        return dials ? Math.min(REDIAL_NS, limits.deadNs()) : limits.deadNs();
    }

    /**
     * The present connection is of no use any more; answers whether it was up to now. The time of
     * the silence that showed it counts.
     */
    public boolean suspend(LinkLoss reason, long heardNs, long nowNs) {
        attached = false;
        if (suspended) {
            return false;
        }
        suspended = true;
        suspendedNs = nowNs;
        boolean silent = reason == LinkLoss.SILENT;
        untilNs = (silent ? heardNs : nowNs) + graceNs;
        if (silent && role == LinkRole.ORIGIN) {
            untilNs = Math.max(untilNs, nowNs) + MARGIN_NS;
        }
        return true;
    }

    /** Whether sessions outlive the loss of their connection for this reason. */
    public boolean survives(LinkLoss reason) {
        return switch (reason) {
            case STOPPED, FAR_STOPPED -> false;
            case LEFT -> role.dials() && graceNs > 0;
            case SILENT, HUNG_UP -> everAttached && graceNs > 0;
            // What goes wrong before that is the new connection's own trouble.
            default -> everAttached && graceNs > 0 && !attached;
        };
    }
}
