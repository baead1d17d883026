package io.cumulonimbus.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What fan-out over TCP cannot cost less than: each message of a stream written to each player by
 * one bare write. The players are another process, which reads and throws away.
 *
 * <p>{@code TcpFloor sink PLAYERS} says its port on one line and ends with the sender; {@code
 * TcpFloor send PORT PLAYERS WARM-UP SECONDS} sends the film of {@code rtmfp load} at its speed and
 * says what that took.
 */
public final class TcpFloor {
    private static final int LAP_MS = 2000;
    private static final int PICTURES = 50;
    private static final int SOUNDS = 86;
    private static final int KEY_FRAME = 24_000;
    private static final int PICTURE = 2_000;
    private static final int SOUND = 440;

    private final List<SocketChannel> players = new ArrayList<>();
    private final List<Frame> lap = new ArrayList<>();
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(KEY_FRAME);
    private long sent;

    private record Frame(int atMs, int length) {}

    private TcpFloor() {
        for (int i = 0; i < PICTURES; i++) {
            lap.add(new Frame(LAP_MS * i / PICTURES, i == 0 ? KEY_FRAME : PICTURE));
        }
        for (int i = 0; i < SOUNDS; i++) {
            lap.add(new Frame(LAP_MS * i / SOUNDS, SOUND));
        }
        lap.sort((one, other) -> Integer.compare(one.atMs, other.atMs));
    }

    /** Runs one of the two ends. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int first = Integer.parseInt(arguments[1]);
        if (arguments[0].equals("sink")) {
            sink(first);
            return;
        }
        TcpFloor floor = new TcpFloor();
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            InetAddress here = InetAddress.getLoopbackAddress();
            floor.players.add(SocketChannel.open(new InetSocketAddress(here, first)));
        }
        floor.sendFor(Double.parseDouble(arguments[3]));
        long sentBefore = floor.sent;
        long cpuBefore = cpuNs();
        floor.sendFor(Double.parseDouble(arguments[4]));
        double ms = (cpuNs() - cpuBefore) / 1e6;
        System.out.printf(
                Locale.ROOT,
                "{\"event\":\"floor\",\"bytes\":%d,\"cpuMs\":%.1f,\"cpuMsPerMB\":%.3f}%n",
                floor.sent - sentBefore,
                ms,
                ms / ((floor.sent - sentBefore) / 1e6));
    }

    private static long cpuNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void sendFor(double seconds) throws IOException, InterruptedException {
        long beganNs = System.nanoTime();
        for (long done = 0; ; done += LAP_MS) {
            for (Frame frame : lap) {
                long atNs = TimeUnit.MILLISECONDS.toNanos(done + frame.atMs);
                if (atNs >= seconds * 1e9) {
                    return;
                }
                long leftNs = beganNs + atNs - System.nanoTime();
                if (leftNs > 0) {
                    TimeUnit.NANOSECONDS.sleep(leftNs);
                }
                for (SocketChannel player : players) {
                    bytes.clear().limit(frame.length);
                    while (bytes.hasRemaining()) {
                        sent += player.write(bytes);
                    }
                }
            }
        }
    }

    private static void sink(int count) throws IOException {
        try (Selector selector = Selector.open();
                ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), count);
            System.out.println("PORT " + server.socket().getLocalPort());
            for (int i = 0; i < count; i++) {
                SocketChannel player = server.accept();
                player.configureBlocking(false);
                player.register(selector, SelectionKey.OP_READ);
            }
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
            while (!selector.keys().isEmpty()) {
                selector.select(100); // a closed one counts until the next look
                for (SelectionKey key : selector.selectedKeys()) {
                    if (((SocketChannel) key.channel()).read(buffer.clear()) < 0) {
                        key.channel().close();
                    }
                }
                selector.selectedKeys().clear();
            }
        }
    }
}
