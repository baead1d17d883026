package io.cumulonimbus.rtmfp.flow;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;

/**
 * Queue entries that have done their work, to be used again by any sending flow of the same
 * endpoint: in its steady state sending makes no new ones.
 *
 * <p>Owned by the endpoint's loop. An entry belongs to one {@link SendQueue} or to the spares,
 * never to both; a spare one refers to nothing.
 */
public final class Spares {
    /** Entries of each kind that are kept at most, about 300 kB together. */
    private static final int MOST = 2048;

    private Fragment fragments;
    private int fragmentCount;
    private QueuedMessage messages;
    private int messageCount;

    /** A message that was just written. */
    QueuedMessage message(Message message, Deadline deadline) {
        QueuedMessage taken = messages;
        if (taken == null) {
            taken = new QueuedMessage();
        } else {
            messages = taken.behind;
            taken.behind = null;
            messageCount--;
        }
        taken.begin(message, deadline);
        return taken;
    }

    /** The next {@code length} bytes of {@code message}, under their number. */
    Fragment fragment(SendFlow flow, QueuedMessage message, long number, int length) {
        Fragment taken = fragments;
        if (taken == null) {
            taken = new Fragment();
        } else {
            fragments = taken.sentAfter;
            taken.sentAfter = null;
            fragmentCount--;
        }
        taken.begin(flow, message, number, length);
        return taken;
    }

    /** Takes back what was acknowledged, and its message when that was the last of it. */
    void release(Fragment fragment) {
        QueuedMessage message = fragment.message;
        fragment.end();
        if (fragmentCount < MOST) {
            fragmentCount++;
            fragment.sentAfter = fragments;
            fragments = fragment;
        }
        if (message.isDone() && messageCount < MOST) {
            messageCount++;
            message.end();
            message.behind = messages;
            messages = message;
        }
    }
}
