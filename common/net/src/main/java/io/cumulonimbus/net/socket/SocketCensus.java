package io.cumulonimbus.net.socket;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the sockets of all owners come to. Any thread. */
public final class SocketCensus {
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();

    void entered() {
        open.incrementAndGet();
    }

    void left() {
        open.decrementAndGet();
    }

    void refuse() {
        refused.increment();
    }

    void receive(int bytes) {
        received.add(bytes);
    }

    void send(int bytes) {
        sent.add(bytes);
    }

    /** Sockets that are open or being opened, listening ones among them. */
    public int open() {
        return open.get();
    }

    /** Sockets that were one too many, and writes for which too much waited. */
    public long refused() {
        return refused.sum();
    }

    /** Bytes that came in. */
    public long received() {
        return received.sum();
    }

    /** Bytes that were handed to the kernel, or were to be. */
    public long sent() {
        return sent.sum();
    }
}
