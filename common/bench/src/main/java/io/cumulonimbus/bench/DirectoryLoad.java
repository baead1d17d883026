package io.cumulonimbus.bench;

import io.cumulonimbus.config.ClusterConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Outcome;
import io.cumulonimbus.origin.cluster.PeerPlace;
import io.cumulonimbus.origin.cluster.hazelcast.HazelcastDirectory;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One member of a cluster that is measured: enters its share of peers, then looks peers of all
 * members up. Several processes do the same at the same time, and wait for each other.
 *
 * <p>{@code DirectoryLoad NODE MEMBERS PEERS SECONDS PORT...}: the number of this node from 0, how
 * many there are, peers in all, how long each part takes, and the ports of all.
 */
public final class DirectoryLoad {
    private static final String MEETING = "meeting";
    private static final String BARRIER = "barrier";
    private static final byte[] ANSWER = new byte[30];
    private static final int ID = 32;
    private static final int UNDER_WAY = 64;
    private static final int MOST_SAMPLES = 1 << 20;

    private final int node;
    private final int members;
    private final int peers;
    private final long seconds;
    private final Directory directory;
    private final Loop loop;
    private final SplittableRandom random;

    private DirectoryLoad(int node, int members, int peers, long seconds, Directory directory) {
        this.node = node;
        this.members = members;
        this.peers = peers;
        this.seconds = seconds;
        this.directory = directory;
        this.loop = Loops.startDaemons("asker", 1).loop(0);
        this.random = new SplittableRandom(node);
    }

    /** Runs one member. */
    public static void main(String... arguments) throws Exception {
        int node = Integer.parseInt(arguments[0]);
        int members = Integer.parseInt(arguments[1]);
        int peers = Integer.parseInt(arguments[2]);
        long seconds = Long.parseLong(arguments[3]);
        List<Integer> ports = Arrays.stream(arguments).skip(4).map(Integer::valueOf).toList();
        ClusterConfig config =
                OriginConfig.defaults(Path.of("/nowhere"))
                        .cluster()
                        .on(
                                "bench-" + node,
                                ports.get(node),
                                List.of(new HostPort("127.0.0.1", ports.get(0))));
        try (Directory directory = HazelcastDirectory.start(config, new SplittableRandom())) {
            new DirectoryLoad(node, members, peers, seconds, directory).run();
        }
    }

    private void run() {
        directory.post().receive(MEETING, loop, (from, body, reply) -> reply.accept(ANSWER));
        until(() -> directory.nodes().all().size() == members);
        await("joined");
        long before = heap();
        long began = System.nanoTime();
        for (int i = node; i < peers; i += members) {
            directory.peers().enter(id(i), i);
        }
        int last = peers - members + node;
        until(() -> locate(id(last)).value().isPresent());
        double took = (System.nanoTime() - began) / 1e9;
        await("entered");
        say("heap_mb %.1f", (heap() - before) / 1048576.0);
        say("entered_per_s %.0f", peers / members / took);
        await("weighed");
        warmUp();
        await("warm");
        if (node == 0) {
            tell("locate", latencies(this::locateAny));
            tell("meet", latencies(this::meetAny));
        }
        await("measured");
        say("lookups_per_s %.0f", throughput());
        await("done");
    }

    private static void say(String what, Object... values) {
        System.out.println(String.format(Locale.ROOT, what, values));
    }

    private static byte[] id(int peer) {
        byte[] id = new byte[ID];
        new SplittableRandom(peer).nextBytes(id);
        return id;
    }

    private static void until(BooleanSupplier done) {
        Semaphore never = new Semaphore(0);
        while (!done.getAsBoolean()) {
            try {
                never.tryAcquire(20, TimeUnit.MILLISECONDS);
            } catch (InterruptedException stop) {
                throw new IllegalStateException(stop);
            }
        }
    }

    /** All members come to this point. */
    private void await(String point) {
        String map = BARRIER + point;
        this.<byte[]>ask(back -> directory.maps().put(map, "" + node, ANSWER, loop, back));
        until(
                () ->
                        this.<Map<String, byte[]>>ask(
                                                back -> directory.maps().entries(map, loop, back))
                                        .value()
                                        .map(Map::size)
                                        .orElse(0)
                                == members);
    }

    private <T> Outcome<T> ask(Consumer<Consumer<Outcome<T>>> question) {
        CompletableFuture<Outcome<T>> answer = new CompletableFuture<>();
        question.accept(answer::complete);
        return answer.join();
    }

    private Outcome<PeerPlace> locate(byte[] id) {
        return ask(back -> directory.peers().locate(id, loop, back));
    }

    private byte[] any() {
        return id(random.nextInt(peers));
    }

    private void locateAny() {
        if (locate(any()).value().isEmpty()) {
            throw new IllegalStateException("a peer is not there");
        }
    }

    /** What a rendezvous takes: where a peer is, and what its origin answers. */
    private void meetAny() {
        NodeId at = locate(any()).value().orElseThrow().node();
        Outcome<byte[]> answer = ask(back -> directory.post().ask(at, MEETING, ANSWER, loop, back));
        if (answer.value().isEmpty()) {
            throw new IllegalStateException("no answer");
        }
    }

    private void warmUp() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() - end < 0) {
            meetAny();
        }
    }

    private long[] latencies(Runnable question) {
        long[] samples = new long[MOST_SAMPLES];
        int count = 0;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (long now = System.nanoTime(); now - end < 0 && count < MOST_SAMPLES; ) {
            question.run();
            long then = System.nanoTime();
            samples[count++] = then - now;
            now = then;
        }
        long[] sorted = Arrays.copyOf(samples, count);
        Arrays.sort(sorted);
        return sorted;
    }

    private static void tell(String what, long[] sorted) {
        say(
                "%s_us p50 %.0f p99 %.0f of %d",
                what,
                sorted[sorted.length / 2] / 1e3,
                sorted[(int) (sorted.length * 0.99)] / 1e3,
                sorted.length);
    }

    /** As many as there can be with some always under way. */
    private double throughput() {
        AtomicLong done = new AtomicLong();
        Semaphore free = new Semaphore(UNDER_WAY);
        long began = System.nanoTime();
        long end = began + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() - end < 0) {
            free.acquireUninterruptibly();
            directory
                    .peers()
                    .locate(
                            any(),
                            loop,
                            outcome -> {
                                done.addAndGet(outcome.value().isPresent() ? 1 : 0);
                                free.release();
                            });
        }
        return done.get() / ((System.nanoTime() - began) / 1e9);
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
