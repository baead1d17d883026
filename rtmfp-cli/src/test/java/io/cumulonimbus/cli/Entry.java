package io.cumulonimbus.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A balancer: leads connections to ports of this machine in turn, whatever they carry. */
final class Entry implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final ServerSocket door;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Integer, AtomicInteger> carried = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile List<Integer> ports;

    private Entry(ServerSocket door, List<Integer> ports) {
        this.door = door;
        this.ports = ports;
    }

    static Entry open(List<Integer> ports) throws IOException {
        Entry entry = new Entry(new ServerSocket(0, 200, LOOPBACK), ports);
        entry.threads.submit(entry::receive);
        return entry;
    }

    int port() {
        return door.getLocalPort();
    }

    /** Where newcomers are led from now on; others stay where they are. */
    void leadTo(List<Integer> newPorts) {
        ports = List.copyOf(newPorts);
    }

    /** How many are led there now. */
    int carried(int port) {
        return counter(port).get();
    }

    private AtomicInteger counter(int port) {
        return carried.computeIfAbsent(port, any -> new AtomicInteger());
    }

    private Void receive() throws IOException {
        while (true) {
            Socket client = door.accept();
            List<Integer> now = ports;
            int port = now.get(Math.floorMod(turn.getAndIncrement(), now.size()));
            counter(port).incrementAndGet();
            threads.submit(() -> lead(client, port));
        }
    }

    private Void lead(Socket client, int port) throws IOException {
        try (client;
                Socket server = new Socket(LOOPBACK, port)) {
            threads.submit(() -> pump(client, server));
            pump(server, client);
        } finally {
            counter(port).decrementAndGet();
        }
        return null;
    }

    /** Ends both ways when one ends. */
    private static Void pump(Socket from, Socket to) throws IOException {
        try (from;
                to;
                InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        }
        return null;
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException gone) {
            // it is closed all the same
        }
        threads.shutdownNow();
    }
}
