package io.cumulonimbus.bench;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.udp.EndpointFactory;
import io.cumulonimbus.net.udp.KeyingProxy;
import io.cumulonimbus.net.udp.UdpOptions;
import io.cumulonimbus.net.udp.UdpShard;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.endpoint.OpenFailure;
import io.cumulonimbus.rtmfp.endpoint.OpeningListener;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One reliable flow as fast as it goes, over UDP on loopback, from one process to another.
 *
 * <p>{@code Bulk receive SECONDS} says its port on one line, later what it received; {@code Bulk
 * send SECONDS PORT} sends. Both tell their processor time, by which the speed of a machine that
 * has other things to do can be judged.
 */
public final class Bulk implements AutoCloseable {
    private static final int MESSAGE = 65_536;
    private static final long AHEAD = 1 << 21;
    private static final int BUFFER = 4 << 20;

    private final Loops loops = Loops.startDaemons("bulk", 1);
    private final KeyingProxy keying = KeyingProxy.forThisMachine(16);
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong delivered = new AtomicLong();
    private final CountDownLatch opened = new CountDownLatch(1);
    private final UdpShard shard;

    /** Owned by the loop. */
    private MessageSink flow;

    private final Message message = Message.of(new byte[MESSAGE]);

    /** An end on any port of loopback. */
    Bulk(boolean receives) {
        Identity identity = receives ? Identity.server(random) : Identity.client(random);
        EndpointConfig config = receives ? EndpointConfig.SERVER : EndpointConfig.CLIENT;
        shard =
                UdpShard.open(
                                loops.loop(0),
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                new UdpOptions(BUFFER, true),
                                keying,
                                EndpointFactory.of(config, identity, one -> new Far(), random))
                        .join();
    }

    /** Runs one of the two ends. */
    public static void main(String[] arguments) throws InterruptedException {
        boolean receives = arguments[0].equals("receive");
        try (Bulk bulk = new Bulk(receives)) {
            if (receives) {
                System.out.println("PORT " + bulk.port());
                while (bulk.bytes() == 0) {
                    TimeUnit.MILLISECONDS.sleep(10);
                }
            } else {
                bulk.sendTo(Integer.parseInt(arguments[2]));
            }
            double seconds = Double.parseDouble(arguments[1]);
            TimeUnit.MILLISECONDS.sleep((long) (seconds * 500));
            // The first half warms up.
            long bytesBefore = bulk.bytes();
            long cpuBefore = cpuNs();
            long beganNs = System.nanoTime();
            TimeUnit.MILLISECONDS.sleep((long) (seconds * 500));
            double megabits = (bulk.bytes() - bytesBefore) * 8 / 1e6;
            System.out.printf(
                    Locale.ROOT,
                    "{\"event\":\"bulk\",\"end\":\"%s\",\"mbitPerSecond\":%.0f,"
                            + "\"mbitPerCpuSecond\":%.0f}%n",
                    arguments[0],
                    megabits / ((System.nanoTime() - beganNs) / 1e9),
                    megabits / ((cpuNs() - cpuBefore) / 1e9));
        }
    }

    /** Of the one loop, where all is done. */
    private static long cpuNs() {
        var threads = ManagementFactory.getThreadMXBean();
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().startsWith("bulk")) {
                return threads.getThreadCpuTime(id);
            }
        }
        throw new IllegalStateException("the loop is gone");
    }

    int port() {
        return shard.address().getPort();
    }

    /** Bytes that were delivered here, or acknowledged by the far end. */
    long bytes() {
        return delivered.get();
    }

    /** Connects, and from then on keeps the flow full. */
    void sendTo(int port) throws InterruptedException {
        InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        new BoundedHop(loops.loop(0), 1).insist(() -> connect(to));
        if (!opened.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no session");
        }
    }

    private void connect(InetSocketAddress to) {
        shard.endpoint()
                .connect(
                        EndpointDiscriminator.ofUri("rtmfp://127.0.0.1/bulk"),
                        List.of(to),
                        new Opened(),
                        shard.loop().nowNs());
    }

    private void fill() {
        while (flow.queuedBytes() < AHEAD && flow.write(message, Deadline.NONE)) {
            // Until enough is ahead.
        }
    }

    @Override
    public void close() {
        shard.stop(java.time.Duration.ZERO).join();
        keying.close();
        loops.close();
    }

    private final class Opened implements OpeningListener {
        @Override
        public ClientHandler onOpened(Client client) {
            FlowSpec spec = new FlowSpec(new byte[] {'b'}, Optional.empty(), Priority.BULK);
            flow =
                    client.openFlow(
                            spec,
                            new SinkListener() {
                                @Override
                                public void onDrained(long bytes) {
                                    delivered.addAndGet(bytes);
                                    fill();
                                }
                            });
            fill();
            opened.countDown();
            return new Far();
        }

        @Override
        public void onFailed(OpenFailure reason) {
            throw new IllegalStateException(reason.toString());
        }
    }

    private final class Far implements ClientHandler, FlowHandler {
        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow incoming) {
            return Optional.of(this);
        }

        @Override
        public void onMessage(Message received, long lostBefore) {
            delivered.addAndGet(received.length());
        }

        @Override
        public void onClosed() {}

        @Override
        public void onClosed(CloseReason reason) {}
    }
}
