package io.cumulonimbus.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A relay between real UDP sockets on the loopback that treats datagrams as a bad network would.
 *
 * <p>Clients send to {@link #address()}; each gets a socket of its own towards the server, so that
 * the server tells them apart, and where nobody but the server is let in, as behind a translator.
 * Loss, latency and the rest are {@link SimConditions} by a seed, one set per direction. One daemon
 * thread does it all.
 */
public final class UdpRelay implements AutoCloseable {
    private record Flight(
            long atNs, long order, byte[] data, DatagramChannel out, SocketAddress to) {}

    private final InetSocketAddress server;
    private final SimConditions toServer;
    private final SimConditions toClient;
    private final SplittableRandom random;
    private final Selector selector;
    private final DatagramChannel front;
    private final Map<SocketAddress, DatagramChannel> upstream = new HashMap<>();
    private final PriorityQueue<Flight> flights =
            new PriorityQueue<>(
                    Comparator.comparingLong(Flight::atNs).thenComparingLong(Flight::order));
    private final Queue<Runnable> changes = new ConcurrentLinkedQueue<>();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong relayed = new AtomicLong();
    private final ByteBuffer buffer = ByteBuffer.allocate(65_536);
    private final Thread thread;
    private long order;

    /** Opens a relay to {@code server} that loses each datagram, both ways, with a probability. */
    public UdpRelay(InetSocketAddress server, double loss, long seed) {
        this(server, new SimConditions().loss(loss), new SimConditions().loss(loss), seed);
    }

    /** Opens a relay to {@code server}; the conditions are the relay's from now on. */
    public UdpRelay(
            InetSocketAddress server, SimConditions toServer, SimConditions toClient, long seed) {
        this.server = server;
        this.toServer = toServer;
        this.toClient = toClient;
        this.random = new SplittableRandom(seed);
        try {
            selector = Selector.open();
            front = open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::run, "udp-relay");
        thread.setDaemon(true);
        thread.start();
    }

    /** Where clients send to. */
    public InetSocketAddress address() {
        try {
            return (InetSocketAddress) front.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Datagrams lost so far, both ways. */
    public long dropped() {
        return dropped.get();
    }

    /** Datagrams passed on so far, both ways. */
    public long relayed() {
        return relayed.get();
    }

    /** Changes conditions on the relay's own thread. */
    public void change(Runnable change) {
        changes.add(change);
        selector.wakeup();
    }

    /** Gives every client a new address towards the server, as a NAT that was restarted does. */
    public void rebind() {
        change(
                () -> {
                    upstream.values().forEach(UdpRelay::closeQuietly);
                    upstream.clear();
                });
    }

    @Override
    public void close() {
        try {
            selector.close();
            thread.join(5_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private DatagramChannel open() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        return channel;
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                turn();
            }
        } catch (ClosedSelectorException closed) {
            // close() was called: the end of the relay.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            upstream.values().forEach(UdpRelay::closeQuietly);
            closeQuietly(front);
        }
    }

    private void turn() throws IOException {
        long waitMs = 1_000;
        if (!flights.isEmpty()) {
            waitMs = Math.clamp((flights.peek().atNs - System.nanoTime()) / 1_000_000, 0, 1_000);
        }
        if (waitMs == 0) {
            selector.selectNow();
        } else {
            selector.select(waitMs);
        }
        for (Runnable change = changes.poll(); change != null; change = changes.poll()) {
            change.run();
        }
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid()) {
                read((DatagramChannel) key.channel(), (SocketAddress) key.attachment());
            }
        }
        selector.selectedKeys().clear();
        long nowNs = System.nanoTime();
        while (!flights.isEmpty() && flights.peek().atNs - nowNs <= 0) {
            Flight flight = flights.poll();
            send(flight.data, flight.out, flight.to);
        }
    }

    /**
     * Reads all there is; {@code client} is null at the front, else whose upstream socket it is.
     */
    private void read(DatagramChannel channel, SocketAddress client) throws IOException {
        while (true) {
            SocketAddress from;
            buffer.clear();
            try {
                from = channel.receive(buffer);
            } catch (PortUnreachableException nobodyThere) {
                continue;
            }
            if (from == null) {
                return;
            }
            byte[] data = new byte[buffer.flip().remaining()];
            buffer.get(data);
            if (client != null && ((InetSocketAddress) from).getPort() != server.getPort()) {
                dropped.incrementAndGet();
            } else if (client != null) {
                pass(data, toClient, front, client);
            } else {
                pass(data, toServer, upstreamOf(from), server);
            }
        }
    }

    private DatagramChannel upstreamOf(SocketAddress client) throws IOException {
        DatagramChannel known = upstream.get(client);
        if (known == null) {
            known = open();
            known.keyFor(selector).attach(client);
            upstream.put(client, known);
        }
        return known;
    }

    private void pass(byte[] data, SimConditions path, DatagramChannel out, SocketAddress to) {
        long nowNs = System.nanoTime();
        if (path.drops(data.length, random)) {
            dropped.incrementAndGet();
            return;
        }
        for (int copies = path.duplicates(random) ? 2 : 1; copies > 0; copies--) {
            long atNs = path.arrivalNs(data.length, nowNs, random);
            if (atNs < 0) {
                dropped.incrementAndGet();
            } else {
                flights.add(new Flight(atNs, order++, data, out, to));
            }
        }
    }

    private void send(byte[] data, DatagramChannel out, SocketAddress to) throws IOException {
        try {
            // Counted first: who has received a datagram may rely on its being counted.
            relayed.incrementAndGet();
            out.send(ByteBuffer.wrap(data), to);
        } catch (ClosedChannelException rebound) {
            relayed.decrementAndGet();
            dropped.incrementAndGet();
        }
    }

    private static void closeQuietly(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            // Nothing depends on it.
        }
    }
}
