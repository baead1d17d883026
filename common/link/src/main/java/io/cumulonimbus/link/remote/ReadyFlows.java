package io.cumulonimbus.link.remote;

import io.cumulonimbus.client.Priority;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The flows of a session that have something to send. */
final class ReadyFlows {
    private final SendOrder order;
    private final boolean inOrder;
    private final List<ArrayDeque<LinkSink>> rings = new ArrayList<>();
    private final ArrayDeque<Turn> turns = new ArrayDeque<>(0);
    private final ArrayDeque<LinkSink> announcing = new ArrayDeque<>(0);
    private final PriorityQueue<Turn> byAge;
    private long lastTurn;

    /** Something that was written, of which nothing is known any more once it was sent. */
    private record Turn(LinkSink sink, long number) {}

    ReadyFlows(SendOrder order) {
        this.order = order;
        this.inOrder = order == SendOrder.STRICT;
        this.byAge = new PriorityQueue<>(1, Comparator.comparingLong(Turn::number));
        for (int i = 0; order == SendOrder.BY_PRIORITY && i < Priority.values().length; i++) {
            rings.add(new ArrayDeque<>(0));
        }
    }

    /** The place of something that is written now. */
    long write(LinkSink sink) {
        if (order == SendOrder.BY_PRIORITY) {
            return 0;
        }
        lastTurn++;
        if (inOrder) {
            turns.add(new Turn(sink, lastTurn));
        }
        return lastTurn;
    }

    /** A flow that may have something to send. */
    void offer(LinkSink sink) {
        if (!inOrder && !sink.inRing && sink.isSendable()) {
            sink.inRing = true;
            if (order == SendOrder.BY_AGE) {
                byAge.add(new Turn(sink, sink.turn()));
                return;
            }
            rings.get(sink.priority().ordinal()).add(sink);
        }
    }

    /** Begins anew: flows are announced first, then what was written comes in its old order. */
    void restart(Collection<LinkSink> flows) {
        rings.forEach(ArrayDeque::clear);
        byAge.clear();
        turns.clear();
        announcing.clear();
        if (inOrder) {
            flows.stream().filter(LinkSink::isToBeAnnounced).forEach(announcing::add);
            flows.stream()
                    .flatMap(sink -> sink.turns().mapToObj(number -> new Turn(sink, number)))
                    .sorted(Comparator.comparingLong(Turn::number))
                    .forEach(turns::add);
        }
    }

    /** Whether something is to be sent before bulk and video, or else after it. */
    boolean has(boolean express) {
        if (inOrder) {
            return express && !announcing.isEmpty() || oldest(express) != null;
        }
        if (order == SendOrder.BY_AGE) {
            return !byAge.isEmpty() && isExpress(byAge.peek().sink) == express;
        }
        for (int i = lowest(express); i <= highest(express); i++) {
            if (!rings.get(i).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The flow whose turn it is, or null. */
    LinkSink poll(boolean express) {
        if (inOrder) {
            return express && !announcing.isEmpty() ? announcing.poll() : oldest(express);
        }
        if (order == SendOrder.BY_AGE) {
            if (!has(express)) {
                return null;
            }
            LinkSink sink = byAge.poll().sink;
            sink.inRing = false;
            return sink;
        }
        for (int i = highest(express); i >= lowest(express); i--) {
            LinkSink sink = rings.get(i).poll();
            if (sink != null) {
                sink.inRing = false;
                return sink;
            }
        }
        return null;
    }

    /** Whose writing is the oldest that was not sent, if it can be sent now. */
    private LinkSink oldest(boolean express) {
        while (!turns.isEmpty() && turns.peek().sink.turn() != turns.peek().number) {
            turns.poll(); // sent, or given up
        }
        if (turns.isEmpty() || !turns.peek().sink.isSendable()) {
            return null;
        }
        LinkSink sink = turns.peek().sink;
        return express == isExpress(sink) ? sink : null;
    }

    private static boolean isExpress(LinkSink sink) {
        return sink.priority().compareTo(Priority.AUDIO) >= 0;
    }

    private static int lowest(boolean express) {
        return (express ? Priority.AUDIO : Priority.BULK).ordinal();
    }

    private static int highest(boolean express) {
        return (express ? Priority.COMMAND : Priority.VIDEO).ordinal();
    }
}
