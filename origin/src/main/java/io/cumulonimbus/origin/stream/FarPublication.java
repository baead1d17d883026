package io.cumulonimbus.origin.stream;

import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.stream.Had;
import io.cumulonimbus.stream.MediaFrame;

/**
 * A stream that another origin publishes, where it comes in: each frame goes once to every loop
 * where somebody watches, under the names that it got where it was published. Owned by the loop of
 * the link that it comes by.
 */
final class FarPublication implements FarOrigins.Receiver {
    /** How long the last frames may take after the name was given back. */
    private static final long LAST_FRAMES_NS = 500_000_000L;

    private final Loop loop;
    private final Notices notices;
    private final DeadlineTimer doom;
    private Outlets outlets;
    private Had seen = Had.NOTHING;
    private Runnable release = () -> {};
    private boolean onAir;
    private long publication;
    private boolean doomed;
    private boolean over;
    private volatile Had had = Had.NOTHING;
    private volatile long group;

    /** Hears what becomes of it, on this loop. */
    interface Notices {
        /** It is on the air, for a while already or from now on. */
        void begun(long publication, boolean before);

        /** It is not any more; another publication may follow. */
        void ended(long publication);

        /** Nothing follows. */
        void released();
    }

    FarPublication(Loop loop, Notices notices) {
        this.loop = loop;
        this.notices = notices;
        this.outlets = new Outlets(loop::nowNs);
        this.doom = new DeadlineTimer(loop, this::end);
    }

    /**
     * Begins, before anybody is attached.
     *
     * @param before how far the stream came here by other ways: only what follows is wanted
     * @param others how far it came to one of those who lost another origin, and want it from here
     */
    void pull(FarOrigins origins, NodeId owner, String name, Had before, Had others) {
        had = before;
        if (others.publication() != 0 && others.publication() != before.publication()) {
            had = others.earlier();
            seen = others;
            outlets = Outlets.ofPulled(loop::nowNs);
        }
        release = origins.pull(owner, name, this);
    }

    void attach(WatchedStreamProxy viewers) {
        outlets.attach(viewers);
    }

    void detach(WatchedStreamProxy viewers) {
        outlets.detach(viewers);
    }

    /** Nobody has the name any more: what is under way is waited for. */
    void doom() {
        doomed = true;
        if (onAir) {
            doom.set(loop.nowNs() + LAST_FRAMES_NS);
        } else {
            end();
        }
    }

    /** The same origin has the name again. */
    void spare() {
        doomed = false;
        doom.cancel();
    }

    /** No more of it; harmless when repeated. */
    void end() {
        if (!over) {
            over = true;
            doom.cancel();
            release.run();
            offAir();
            notices.released();
        }
    }

    @Override
    public void begun(long id, boolean before) {
        if (onAir) {
            offAir();
        }
        // What was known before is of this publication: it may come by another way than this word.
        onAir = true;
        publication = id;
        notices.begun(id, before);
    }

    @Override
    public void prime(MediaFrame essential) {
        outlets.prime(essential);
    }

    /** Any thread. */
    @Override
    public Had had() {
        return had;
    }

    /** The last group that came; of whichever publication under the name. Any thread. */
    long group() {
        return group;
    }

    @Override
    public void frame(MediaFrame frame) {
        had = had.and(frame);
        if (frame.group() != 0) {
            group = frame.group();
        }
        if (seen.has(frame)) {
            outlets.replay(frame);
        } else {
            outlets.send(frame);
        }
    }

    @Override
    public void over(long ended) {
        offAir();
        if (doomed) {
            end();
        }
    }

    @Override
    public void unlinked() {
        over(publication);
    }

    private void offAir() {
        outlets.forget();
        tellEnd();
    }

    private void tellEnd() {
        if (onAir) {
            onAir = false;
            notices.ended(publication);
        }
    }
}
