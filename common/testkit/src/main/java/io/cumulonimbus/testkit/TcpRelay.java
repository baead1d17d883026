package io.cumulonimbus.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Passes TCP connections on, until a test cuts them, holds them up or lets no more through. */
public final class TcpRelay implements AutoCloseable {
    private final ServerSocket door;
    private final InetSocketAddress target;
    private final byte[] greeting;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong answered = new AtomicLong();
    private volatile boolean shut;
    private volatile boolean held;

    /** Listens on a port of the loopback that the system chooses. */
    public TcpRelay(InetSocketAddress target) throws IOException {
        this(target, new byte[0]);
    }

    /**
     * The same with something in front of what connections bring.
     *
     * @param greeting sent to the target first, as load balancers do that tell of the client
     */
    public TcpRelay(InetSocketAddress target, byte[] greeting) throws IOException {
        this.target = target;
        this.greeting = greeting.clone();
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** Where to connect instead. */
    public InetSocketAddress address() {
        return (InetSocketAddress) door.getLocalSocketAddress();
    }

    /** Bytes that the target has sent. */
    public long answeredBytes() {
        return answered.get();
    }

    /** Breaks all connections, as if the machine between had gone. */
    public void cut() {
        open.forEach(TcpRelay::reset);
        open.clear();
    }

    /** Whether new connections are broken at once. */
    public void shut(boolean now) {
        shut = now;
    }

    /** Whether nothing passes, though connections stay: as if a cable were out. */
    public void hold(boolean now) {
        held = now;
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // That is what was wanted.
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket near = door.accept();
                if (shut) {
                    reset(near);
                    continue;
                }
                Socket far = new Socket(target.getAddress(), target.getPort());
                far.getOutputStream().write(greeting);
                open.add(near);
                open.add(far);
                Thread.ofVirtual().start(() -> pass(near, far, new AtomicLong()));
                Thread.ofVirtual().start(() -> pass(far, near, answered));
            } catch (IOException refused) {
                // The next one may find somebody.
            }
        }
    }

    private void pass(Socket from, Socket to, AtomicLong bytes) {
        byte[] buffer = new byte[64 << 10];
        try {
            for (int n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                while (held) {
                    Thread.sleep(5);
                }
                bytes.addAndGet(n);
                to.getOutputStream().write(buffer, 0, n);
            }
            to.shutdownOutput();
        } catch (IOException | InterruptedException over) {
            reset(from);
            reset(to);
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
