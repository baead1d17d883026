package io.cumulonimbus.rtmfp.flow;

import io.cumulonimbus.client.DependencyChain;
import io.cumulonimbus.rtmfp.chunk.Range;
import java.util.List;

/**
 * The queue of a sending flow: messages not yet sent, and behind them, already numbered, the
 * fragments that are in flight or lost (SEND_QUEUE of RFC 7016 §3.6.2).
 *
 * <p>Messages become fragments when they are sent, so that a fragment fills the packet it leaves
 * in; one abandoned before that takes a single number.
 */
final class SendQueue {
    private final SendFlow flow;
    private final Spares spares;
    private final PendingMessages pending = new PendingMessages();
    private final SequenceDeque<Fragment> numbered = new SequenceDeque<>();
    private long next = 1;
    private long expiry = QueuedMessage.NEVER;

    /** As it is behind the last message written. */
    private DependencyChain chain = new DependencyChain();

    /** Messages given up since {@link #takeAbandoned}. */
    private long abandoned;

    /** Lost fragments of messages that still count. */
    private int lost;

    /** No fragment below this number is among the lost. */
    private long lostFrom;

    /** The highest number that was given up and is not in the queue any more. */
    private long trimmed;

    /** The highest number up to which the far end misses nothing. */
    private long acknowledged;

    private boolean finalWanted;
    private boolean finalNumbered;

    SendQueue(SendFlow flow, Spares spares) {
        this.flow = flow;
        this.spares = spares;
    }

    /** Adds a message; answers the bytes of it that need not be kept because it is useless. */
    int add(QueuedMessage message) {
        pending.add(message);
        return chain.isUseless(message.deadline()) ? abandon(message) : 0;
    }

    /** How many messages were given up since the last call. */
    long takeAbandoned() {
        long count = abandoned;
        abandoned = 0;
        return count;
    }

    /** Nothing more will be added: the flow ends behind what there is. */
    void end() {
        finalWanted = true;
    }

    /** Whether everything was acknowledged, the end included. */
    boolean isComplete() {
        return finalNumbered && numbered.isEmpty() && !owesForward();
    }

    /** Whether a fragment could be sent, windows permitting. */
    boolean hasEligible() {
        return isBehind()
                || lost > 0
                || owesForward()
                || !numbered.isEmpty()
                        && (!numbered.first().inFlight
                                || finalNumbered && !numbered.last().inFlight);
    }

    /** The first numbered fragment to be sent, or null when a new one has to be cut. */
    // RFC 7016 §3.6.2.3
    Fragment eligible() {
        numberAbandoned();
        trim();
        if (owesForward()) {
            numbered.addLast(Fragment.abandoned(flow, QueuedMessage.nothing(), trimmed, false));
        }
        if (numbered.isEmpty()) {
            return null;
        }
        if (!numbered.first().inFlight) {
            return numbered.first();
        }
        if (lost > 0) {
            return firstLost();
        }
        Fragment last = numbered.last();
        return last.last && !last.inFlight ? last : null;
    }

    /** The message to cut the next new fragment from, or null. */
    QueuedMessage nextMessage() {
        return pending.first();
    }

    /** The number that the next new fragment gets. */
    long nextNumber() {
        return next;
    }

    /** Cuts {@code length} bytes off {@link #nextMessage()} into a numbered fragment. */
    Fragment cut(int length) {
        QueuedMessage message = pending.first();
        Fragment fragment = spares.fragment(flow, message, next++, length);
        message.cut(length);
        if (message.remaining() == 0) {
            pending.removeFirst();
        }
        numbered.addLast(fragment);
        return fragment;
    }

    /** FSN: the number up to which nothing will be sent again. */
    // RFC 7016 §3.6.2.3
    long forwardNumber() {
        if (numbered.isEmpty()) {
            return next - 1;
        }
        Fragment first = numbered.first();
        boolean given = first.isAbandoned() && (!first.inFlight || first.sentAbandoned);
        return given ? first.number : first.number - 1;
    }

    /** A fragment leaves again. */
    void sent(Fragment fragment) {
        if (fragment.wasSent() && !fragment.isAbandoned()) {
            lost--;
            fragment.message.lostFragments--;
        }
    }

    /** A fragment in flight was lost. */
    void lost(Fragment fragment) {
        if (fragment.isAbandoned()) {
            return;
        }
        if (lost == 0 || Long.compareUnsigned(fragment.number, lostFrom) < 0) {
            lostFrom = fragment.number;
        }
        lost++;
        fragment.message.lostFragments++;
    }

    /** Removes what the far end has; tells {@link SendFlow#acknowledged} of each fragment. */
    // RFC 7016 §3.6.2.4: costs what there is to remove, whatever numbers the far end writes
    void acknowledge(long cumulative, List<Range> received) {
        if (Long.compareUnsigned(cumulative, next) < 0
                && Long.compareUnsigned(cumulative, acknowledged) > 0) {
            acknowledged = cumulative;
        }
        acknowledge(0, cumulative);
        for (int i = 0; i < received.size() && !numbered.isEmpty(); i++) {
            acknowledge(received.get(i).first(), received.get(i).last());
        }
    }

    /** Abandons what is past its deadline; answers the bytes by which the queue shrinks. */
    // RFC 7016 §3.6.2.7
    long abandonExpired(long nowNs) {
        long freed = 0;
        // What was written since the last flush waits from now on, and not since time began.
        pending.startClocks(nowNs);
        expiry = QueuedMessage.NEVER;
        // What is left in the queue from before depends on nothing that was given up before.
        DependencyChain found = new DependencyChain();
        boolean any = false;
        for (int i = 0; i < numbered.size(); i++) {
            QueuedMessage message = numbered.get(i).message;
            any |= message.expires();
            if (message.isOverdue(nowNs) && isNeeded(i)) {
                message.reprieve();
            }
            freed += abandonIfExpired(message, found, nowNs);
        }
        for (QueuedMessage m = pending.first(); m != null; m = m.behind) {
            any |= m.expires();
            freed += abandonIfExpired(m, found, nowNs);
        }
        if (any) {
            chain = found;
        }
        return freed;
    }

    /** Abandons everything; answers the bytes by which the queue shrinks. */
    long abandonAll() {
        long freed = 0;
        for (int i = 0; i < numbered.size(); i++) {
            freed += abandon(numbered.get(i).message);
        }
        for (QueuedMessage m = pending.first(); m != null; m = m.behind) {
            freed += abandon(m);
        }
        return freed;
    }

    /** Deadlines of what was written since begin to count; answers the earliest of all. */
    long startClocks(long nowNs) {
        expiry = Math.min(expiry, pending.startClocks(nowNs));
        return expiry;
    }

    /** When the first message is to be abandoned if nothing happens until then. */
    long expiry() {
        return expiry;
    }

    private boolean isBehind() {
        return !pending.isEmpty() || finalWanted && !finalNumbered;
    }

    /**
     * Whether the far end waits at a gap that nothing in the queue will tell it of: what was in
     * flight when the gap was trimmed said nothing of it.
     */
    // RFC 7016 §3.6.2.7.1
    private boolean owesForward() {
        return numbered.isEmpty() && !isBehind() && Long.compareUnsigned(trimmed, acknowledged) > 0;
    }

    /** Gives abandoned messages at the front their number, and the end its own. */
    // RFC 7016 §3.6.1.2: each message takes at least one number, so that gaps show
    private void numberAbandoned() {
        while (!pending.isEmpty() && pending.first().isAbandoned()) {
            if (!numbered.isEmpty() && isPlaceholder(numbered.last())) {
                numbered.remove(numbered.size() - 1, numbered.size());
            }
            numbered.addLast(Fragment.abandoned(flow, pending.first(), next++, false));
            pending.removeFirst();
        }
        if (finalWanted && !finalNumbered && pending.isEmpty()) {
            // §3.6.2.11 also allows a mark on the last data; some clients need an empty chunk.
            finalNumbered = true;
            numbered.addLast(Fragment.abandoned(flow, QueuedMessage.nothing(), next++, true));
        }
    }

    /** One number is enough to say that those before it are abandoned too. */
    private static boolean isPlaceholder(Fragment fragment) {
        return fragment.isAbandoned() && !fragment.wasSent() && !fragment.last;
    }

    // RFC 7016 §3.6.2.3, trimming
    private void trim() {
        while (!numbered.isEmpty()
                && (numbered.size() > 1 || isBehind())
                && !numbered.first().inFlight
                && numbered.first().isAbandoned()) {
            trimmed = numbered.first().number;
            numbered.removeFirst();
        }
    }

    private Fragment firstLost() {
        for (int i = numbered.indexAtLeast(lostFrom); i < numbered.size(); i++) {
            Fragment fragment = numbered.get(i);
            if (!fragment.inFlight && !fragment.isAbandoned()) {
                lostFrom = fragment.number;
                return fragment;
            }
        }
        return null;
    }

    private void acknowledge(long first, long last) {
        int from = numbered.indexAtLeast(first);
        int to = last == -1 ? numbered.size() : numbered.indexAtLeast(last + 1);
        // Numbers that were never sent cannot have arrived.
        while (to > from && !numbered.get(to - 1).wasSent()) {
            to--;
        }
        if (to <= from) {
            return;
        }
        for (int i = from; i < to; i++) {
            Fragment fragment = numbered.get(i);
            if (!fragment.inFlight && fragment.wasSent() && !fragment.isAbandoned()) {
                lost--;
                fragment.message.lostFragments--;
            }
            flow.acknowledged(fragment);
            spares.release(fragment);
        }
        numbered.remove(from, to);
    }

    /** Whether a message is under way that is worth nothing without that of this fragment. */
    private boolean isNeeded(int index) {
        QueuedMessage message = numbered.get(index).message;
        for (int i = index + 1; i < numbered.size(); i++) {
            QueuedMessage later = numbered.get(i).message;
            if (later != message && later.expires()) {
                return later.deadline().dependent() && !later.isAbandoned();
            }
        }
        return false;
    }

    private long abandonIfExpired(QueuedMessage message, DependencyChain found, long nowNs) {
        boolean useless = found.isUseless(message.deadline());
        if (message.isAbandoned() || useless || message.expiry() <= nowNs) {
            found.abandoned(message.deadline());
            return abandon(message);
        }
        expiry = Math.min(expiry, message.expiry());
        return 0;
    }

    private int abandon(QueuedMessage message) {
        if (message.isAbandoned()) {
            return 0;
        }
        abandoned++;
        lost -= message.lostFragments;
        message.lostFragments = 0;
        return message.abandon();
    }
}
