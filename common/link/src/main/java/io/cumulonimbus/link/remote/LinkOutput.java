package io.cumulonimbus.link.remote;

import io.cumulonimbus.link.ByteSink;
import io.cumulonimbus.link.connection.Sequence;
import io.cumulonimbus.link.remote.LinkForwarder.Upward;
import io.cumulonimbus.link.turn.MovingClock;
import io.cumulonimbus.link.turn.Speaker;
import io.cumulonimbus.link.turn.Turns;
import io.cumulonimbus.link.wire.FrameWriter;
import io.cumulonimbus.link.wire.LinkCodec;
import io.cumulonimbus.link.wire.LinkFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The way out of a link: what its sessions want to say, put in order and written as frames. */
public final class LinkOutput {
    /** Bytes a session or stream may send in one turn. */
    private static final int QUANTUM = 16 << 10;

    private final ClientCarrier link;
    private final FrameWriter writer = new FrameWriter();
    private final Turns turns = new Turns();
    private final ArrayDeque<RemoteClient> opening = new ArrayDeque<>();
    private final List<LinkSink> unstamped = new ArrayList<>();
    private final List<LinkIncoming> resuming = new ArrayList<>();
    private final List<Upward> throttled = new ArrayList<>();

    private final MovingClock movingClock = new MovingClock();
    private final Relocation relocation = new Relocation();

    public LinkOutput(ClientCarrier link) {
        this.link = link;
    }

    /** A session to be opened. */
    void open(RemoteClient client) {
        opening.add(client);
        link.announce();
    }

    /** How time passes for those who wait for the link. */
    public MovingClock movingClock() {
        return movingClock;
    }

    /** A session that moves here from another origin; these come so many at a time. */
    void move(RemoteClient client) {
        relocation.begin();
        open(client);
    }

    /** Those who are still to be opened, and whom nobody waits for: they are to come again. */
    List<RemoteClient> callBack() {
        List<RemoteClient> patient =
                opening.stream().filter(client -> !client.publishes()).toList();
        opening.removeAll(patient);
        return patient;
    }

    /** When to be flushed again, if not before. */
    public long nextNs() {
        return relocation.nextNs();
    }

    /** A session or stream that may have something to send. */
    public void offer(Speaker speaker) {
        if (!link.isOver()) {
            turns.offer(speaker);
            if (!turns.isEmpty()) {
                link.announce();
            }
        }
    }

    /** A flow that was written to: the time of the next flush is the time of the writing. */
    void stamp(LinkSink sink) {
        unstamped.add(sink);
        link.announce();
    }

    /** A flow that was resumed: what it holds is handed on at the next flush. */
    void resume(LinkIncoming flow) {
        flow.resuming = true;
        resuming.add(flow);
        link.announce();
    }

    /** A client's flow that was suspended for our sake: it goes on when there is less to send. */
    void throttled(Upward flow) {
        throttled.add(flow);
    }

    /** A session that is on this link no more. */
    void forget(RemoteClient client) {
        turns.remove(client);
        opening.remove(client);
    }

    /** What of a session was held back for our sake waits for another link. */
    void handOver(RemoteClient client, LinkOutput other) {
        for (Upward flow : List.copyOf(throttled)) {
            if (flow.isOf(client)) {
                throttled.remove(flow);
                other.throttled(flow);
            }
        }
    }

    /** The far end is another one, which knows of nobody. */
    public void restart() {
        turns.clear();
        opening.clear();
        relocation.restart();
    }

    public void clear() {
        turns.clear();
        opening.clear();
        throttled.clear();
    }

    public void flush(ByteSink sink, long nowNs) {
        long before = link.counters().bytesOut;
        drain(resuming).forEach(flow -> link.guarded(flow.client(), flow::resume));
        drain(unstamped).forEach(flow -> flow.stamp(nowNs));
        while (hasRoom(sink) && !opening.isEmpty()) {
            // In the order of their numbers, and before they have turns.
            if (!relocation.allows(opening.peek().publishes(), nowNs)) {
                break;
            }
            RemoteClient client = opening.poll();
            client.kept().restores().forEach(frame -> write(frame, sink));
            write(client.opening(), sink);
        }
        if (opening.isEmpty()) {
            relocation.end();
        }
        while (hasRoom(sink) && !turns.isEmpty() && link.isEstablished()) {
            turn(turns.next(), sink, nowNs);
        }
        if (link.counters().bytesOut > before) {
            movingClock.moved(nowNs);
        }
        // A client that goes on may write at once, and be throttled anew.
        drain(throttled).forEach(this::relieve);
    }

    private void relieve(Upward flow) {
        if (!flow.relieve()) {
            throttled.add(flow);
        }
    }

    private void turn(Speaker speaker, ByteSink sink, long nowNs) {
        long end = link.counters().bytesOut + QUANTUM;
        try {
            while (link.counters().bytesOut < end && hasRoom(sink) && turns.goesOn(speaker)) {
                LinkFrame frame = turns.next(speaker, nowNs);
                if (frame != null) {
                    write(frame, sink);
                }
            }
        } catch (RuntimeException e) {
            turns.fault(speaker);
        }
        turns.offer(speaker);
    }

    /** Whether nobody has anything to send for which there is room at the far end. */
    public boolean isIdle() {
        return turns.isEmpty() && opening.isEmpty() && link.sequence().isCaughtUp();
    }

    private boolean hasRoom(ByteSink sink) {
        return sink.room() > 0 && !link.sequence().isFull();
    }

    /** Sends again what the last connection may have lost; answers whether that is all. */
    public boolean catchUp(ByteSink sink) {
        while (sink.room() > 0 && !link.sequence().isCaughtUp()) {
            put(link.sequence().again(), sink);
        }
        return link.sequence().isCaughtUp();
    }

    public void write(LinkFrame frame, ByteSink sink) {
        if (Sequence.counts(frame)) {
            link.sequence().sent(frame);
        }
        put(frame, sink);
    }

    private void put(LinkFrame frame, ByteSink sink) {
        LinkCodec.encode(link.tapped(false, frame), writer);
        link.counters().framesOut++;
        link.counters().bytesOut += writer.length();
        sink.write(writer.array(), 0, writer.length());
    }

    private static <T> List<T> drain(List<T> list) {
        List<T> all = List.copyOf(list);
        list.clear();
        return all;
    }
}
