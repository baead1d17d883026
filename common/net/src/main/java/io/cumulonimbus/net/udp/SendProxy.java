package io.cumulonimbus.net.udp;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The way of a shard's datagrams to the socket of another one, where the system has one socket for
 * all: a hop for each flush. What does not fit is dropped, as a network would.
 */
final class SendProxy implements DatagramOutlet {
    private static final int MAX_BATCH = 256;

    /** Batches on their way. */
    private static final int CAPACITY = 64;

    private record Datagram(byte[] bytes, InetSocketAddress to) {}

    private final DatagramOutlet socket;
    private final BoundedHop hop;
    private List<Datagram> batch = new ArrayList<>();
    private long dropped;

    /**
     * @param home the loop of the socket
     */
    SendProxy(DatagramOutlet socket, Loop home) {
        this.socket = socket;
        this.hop = new BoundedHop(home, CAPACITY);
    }

    @Override
    public void send(byte[] datagram, int length, InetSocketAddress to) {
        batch.add(new Datagram(Arrays.copyOf(datagram, length), to));
        if (batch.size() >= MAX_BATCH) {
            flush();
        }
    }

    @Override
    public void flush() {
        if (batch.isEmpty()) {
            return;
        }
        List<Datagram> full = batch;
        batch = new ArrayList<>();
        boolean taken =
                hop.offer(
                        () -> {
                            full.forEach(
                                    one -> socket.send(one.bytes(), one.bytes().length, one.to()));
                            socket.flush();
                        });
        dropped += taken ? 0 : full.size();
    }

    @Override
    public long dropped() {
        return dropped;
    }

    @Override
    public InetSocketAddress localAddress() {
        return socket.localAddress();
    }

    /** The socket is another's to close. */
    @Override
    public CompletableFuture<Void> close() {
        return CompletableFuture.completedFuture(null);
    }
}
