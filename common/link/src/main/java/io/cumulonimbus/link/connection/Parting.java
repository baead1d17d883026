package io.cumulonimbus.link.connection;

import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.wire.LinkFrame;
import java.util.function.Consumer;

/**
 * The planned end of a link: an origin that is going to stop says so, and its edge leaves it in
 * good order for another one, or stays until the end.
 *
 * <p>An edge that leaves falls silent and says so; the origin tells what it still has to tell,
 * acknowledges all that came, and says goodbye. So nothing of what clients said is said twice.
 */
public final class Parting {
    /** How long an edge waits for that goodbye. */
    private static final long PATIENCE_NS = 1_000_000_000L;

    /** How long an origin waits for answers of applications that are on their way. */
    private static final long LINGER_NS = 20_000_000L;

    /** How long it has for what it still has to tell. */
    private static final long LAST_WORDS_NS = 200_000_000L;

    private boolean draining;
    private boolean drainDue;
    private boolean farDrains;
    private boolean leaving;
    private boolean leaveDue;
    private long fromNs = Long.MAX_VALUE;
    private long byNs = Long.MAX_VALUE;

    /** There is another connection. */
    public void restart() {
        farDrains = false;
        leaving = false;
        leaveDue = false;
        byNs = Long.MAX_VALUE;
    }

    // ---- at the origin ----

    /** We are going to stop; the edge is told, at once or when it is attached. */
    public void drain(boolean attached) {
        drainDue = attached && !draining;
        draining = true;
    }

    public boolean isDraining() {
        return draining;
    }

    // ---- at the edge ----

    /** The origin is going to stop. */
    public void farDrains(boolean told) {
        farDrains |= told;
    }

    public boolean isFarDraining() {
        return farDrains;
    }

    /** Another origin takes over as soon as this one has said all. */
    public void leave() {
        leaveDue = !leaving;
        leaving = true;
    }

    /** Whether frames of sessions are kept back for the next origin. */
    public boolean isSilent(LinkRole role) {
        return leaving && role.dials();
    }

    // ---- at both ----

    /** The edge leaves us. */
    public void left(long nowNs) {
        leaving = true;
        fromNs = nowNs + LINGER_NS;
        byNs = nowNs + LAST_WORDS_NS;
    }

    /** Whether the edge has left us, and all was told, or there is no more time for it. */
    public boolean isOver(LinkRole role, boolean idle, long nowNs) {
        boolean lingered = leaving && role == LinkRole.ORIGIN && fromNs - nowNs <= 0;
        return lingered && (idle || isLate(nowNs));
    }

    /** Whether whoever was waited for took too long. */
    public boolean isLate(long nowNs) {
        return byNs != Long.MAX_VALUE && byNs - nowNs <= 0;
    }

    /** When to ask again. */
    public long nextNs(long nowNs) {
        return fromNs != Long.MAX_VALUE && fromNs - nowNs > 0 ? fromNs : byNs;
    }

    /** Writes what is due. */
    public void flush(Consumer<LinkFrame> output, Sequence sequence, long nowNs) {
        if (drainDue) {
            drainDue = false;
            output.accept(new LinkFrame.Drain());
        }
        if (leaveDue) {
            leaveDue = false;
            byNs = nowNs + PATIENCE_NS;
            output.accept(sequence.ack());
            output.accept(new LinkFrame.Leave());
        }
    }
}
