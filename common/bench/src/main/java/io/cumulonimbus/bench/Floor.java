package io.cumulonimbus.bench;

import io.cumulonimbus.rtmfp.crypto.SessionKey;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What fan-out cannot cost less than: the packets of a stream to many players encrypted,
 * authenticated and sent, and nothing else. The players are other processes, which receive and
 * throw away.
 *
 * <p>{@code Floor sink PORTS SECONDS} says its ports on one line; {@code Floor send WARM-UP SECONDS
 * PORT...} sends at the speed of the stream and says what that took.
 */
public final class Floor {
    private static final int MAX_DATAGRAM = 2048;
    private static final int HMAC = 16;

    private final List<SessionKey> keys = new ArrayList<>();
    private final List<InetSocketAddress> players = new ArrayList<>();
    private final byte[] plain = new byte[MAX_DATAGRAM];
    private final byte[] sealed = new byte[2 * MAX_DATAGRAM];
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    private final DatagramChannel channel;
    private long packets;
    private long payload;

    private Floor(DatagramChannel channel, List<Integer> ports) {
        this.channel = channel;
        for (int port : ports) {
            keys.add(SessionKey.of(Keys.of(HMAC).near()));
            players.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
    }

    /**
     * What sending took.
     *
     * @param packets sent
     * @param payloadBytes of messages in them
     * @param cpuNs processor time of the sending thread
     */
    record Cost(long packets, long payloadBytes, long cpuNs) {
        double msPerMegabyte() {
            return cpuNs / 1e6 / (payloadBytes / 1e6);
        }
    }

    /** Runs one of the two ends. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        double first = Double.parseDouble(arguments[1]);
        double second = Double.parseDouble(arguments[2]);
        if (arguments[0].equals("sink")) {
            sink((int) first, second);
            return;
        }
        List<Integer> ports = new ArrayList<>();
        for (int i = 3; i < arguments.length; i++) {
            ports.add(Integer.valueOf(arguments[i]));
        }
        Cost cost = send(ports, first, second);
        System.out.printf(
                Locale.ROOT,
                "{\"event\":\"floor\",\"players\":%d,\"packets\":%d,\"bytes\":%d,\"cpuMs\":%.1f,"
                        + "\"cpuMsPerMB\":%.3f,\"cpuUsPerPacket\":%.3f}%n",
                ports.size(),
                cost.packets,
                cost.payloadBytes,
                cost.cpuNs / 1e6,
                cost.msPerMegabyte(),
                cost.cpuNs / 1e3 / cost.packets);
    }

    /** Sends to these ports for so long, and measures it behind the warm-up. */
    static Cost send(List<Integer> ports, double warmUp, double seconds)
            throws IOException, InterruptedException {
        try (DatagramChannel channel = DatagramChannel.open()) {
            Floor floor = new Floor(channel, ports);
            floor.sendFor(warmUp);
            long packetsBefore = floor.packets;
            long payloadBefore = floor.payload;
            long cpuBefore = cpuNs();
            floor.sendFor(seconds);
            return new Cost(
                    floor.packets - packetsBefore,
                    floor.payload - payloadBefore,
                    cpuNs() - cpuBefore);
        }
    }

    private static long cpuNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void sendFor(double seconds) throws IOException, InterruptedException {
        long beganNs = System.nanoTime();
        List<Film.Frame> film = Film.lap();
        for (long lap = 0; ; lap++) {
            for (Film.Frame frame : film) {
                long atNs = lap * Film.LAP_NS + frame.atNs();
                if (atNs >= seconds * 1e9) {
                    return;
                }
                long leftNs = beganNs + atNs - System.nanoTime();
                if (leftNs > 0) {
                    TimeUnit.NANOSECONDS.sleep(leftNs);
                }
                send(frame);
            }
        }
    }

    /** All packets of a message to one player, then to the next, as a server does. */
    private void send(Film.Frame frame) throws IOException {
        int packetsOfFrame = frame.packets();
        for (int player = 0; player < players.size(); player++) {
            for (int i = 0; i < packetsOfFrame; i++) {
                int length = frame.payload(i);
                int total = keys.get(player).seal(plain, 0, Film.HEADERS + length, sealed, 4) + 4;
                buffer.clear().put(sealed, 0, total).flip();
                channel.send(buffer, players.get(player));
                packets++;
                payload += length;
            }
        }
    }

    private static void sink(int count, double seconds) throws IOException {
        StringBuilder ports = new StringBuilder("PORTS");
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < count; i++) {
                DatagramChannel channel = DatagramChannel.open();
                channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
                ports.append(' ').append(((InetSocketAddress) channel.getLocalAddress()).getPort());
            }
            System.out.println(ports);
            ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
            long endNs = System.nanoTime() + (long) (seconds * 1e9);
            while (System.nanoTime() < endNs) {
                selector.select(key -> drain((DatagramChannel) key.channel(), buffer), 1000);
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        }
    }

    private static void drain(DatagramChannel channel, ByteBuffer buffer) {
        try {
            while (channel.receive(buffer.clear()) != null) {
                // Thrown away.
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
