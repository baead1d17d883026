package io.cumulonimbus.stream;

import io.cumulonimbus.client.Histogram;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * All viewers of one stream on one loop, and the cache that those who come late are served from.
 *
 * <p>Viewers may come and go while a frame is being handed out.
 */
public final class FanOut {
    private static final Subscription[] NONE = {};

    private final KeyframeCache cache = KeyframeCache.withFrames();
    private final Set<Subscription> subscriptions = new LinkedHashSet<>();
    private Subscription[] snapshot = NONE;
    private boolean stale;
    private long over;
    private long faults;
    private final Qos left = new Qos();
    private final Histogram ages = new Histogram();

    /**
     * Makes a stream that is already on the air known here: its metadata and codec headers, and
     * perhaps what came since the last key frame. Viewers who wait for it get what they need.
     */
    public void prime(Collection<MediaFrame> known, long nowNs) {
        known.forEach(cache::accept);
        for (Subscription subscription : current()) {
            subscription.join(cache, nowNs);
        }
    }

    /** The next frame, for everyone. */
    public void accept(MediaFrame frame, long nowNs) {
        cache.accept(frame);
        for (Subscription subscription : current()) {
            if (!stale || subscriptions.contains(subscription)) { // who left meanwhile gets none
                deliver(subscription, frame, nowNs);
            }
        }
    }

    /** A frame that came before the others: only for viewers who had the ones before it. */
    public void replay(MediaFrame frame, long nowNs) {
        cache.accept(frame);
        for (Subscription subscription : current()) {
            if (subscription.follows(frame) && (!stale || subscriptions.contains(subscription))) {
                deliver(subscription, frame, nowNs);
            }
        }
    }

    private void deliver(Subscription subscription, MediaFrame frame, long nowNs) {
        try {
            subscription.deliver(frame, cache, nowNs);
        } catch (RuntimeException fault) {
            // A fault of ours ends this viewer, not all the others.
            remove(subscription);
            faults++;
        }
    }

    /** That publication is over; viewers wait for the next one. */
    public void ended(long publication) {
        cache.ended(publication);
        over = publication;
        subscriptions.forEach(subscription -> subscription.ended(publication));
    }

    /**
     * That publication is on the air. One that was over goes on when it has moved to another
     * origin: its frames are no stragglers any more.
     */
    public void begun(long publication) {
        if (over == publication) {
            over = 0;
        }
        subscriptions.forEach(subscription -> subscription.begun(publication));
    }

    /** Adds a viewer, and gives it what it needs of what is known. */
    public void add(Subscription subscription, long nowNs) {
        if (subscriptions.add(subscription)) {
            stale = true;
            if (over != 0) {
                subscription.ended(over);
            }
            subscription.tellsAges(ages);
            subscription.join(cache, nowNs);
        }
    }

    /** Removes a viewer; one that is not there is no error. */
    public void remove(Subscription subscription) {
        if (subscriptions.remove(subscription)) {
            stale = true;
            subscription.addTo(left);
        }
    }

    /** Whether nobody watches here. */
    public boolean isEmpty() {
        return subscriptions.isEmpty();
    }

    /** How many watch here. */
    public int size() {
        return subscriptions.size();
    }

    /** Viewers that were dropped because of a fault of ours. */
    public long faults() {
        return faults;
    }

    /** What went out to all viewers and did not, those that have left included. */
    public Qos qos() {
        Qos all = left.copy();
        subscriptions.forEach(subscription -> subscription.addTo(all));
        return all;
    }

    /** How long media waited, as looked at at every eighth frame to each viewer. */
    public Histogram ages() {
        return ages;
    }

    /** The codec headers and metadata known here. */
    public List<MediaFrame> essentials() {
        return cache.essentials();
    }

    private Subscription[] current() {
        if (stale) {
            snapshot = subscriptions.toArray(NONE);
            stale = false;
        }
        return snapshot;
    }
}
