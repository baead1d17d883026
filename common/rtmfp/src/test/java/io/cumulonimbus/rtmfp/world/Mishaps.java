package io.cumulonimbus.rtmfp.world;

import io.cumulonimbus.testkit.SimConditions;
import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;

/** What goes wrong in an {@link Ordeal}, drawn from its seed, and the tale of it. */
final class Mishaps {
    /** Together well below the time after which a silent far end counts as dead. */
    private static final int MOST_SILENCE_MS = 60_000;

    private static final int NO_MTU = Integer.MAX_VALUE;

    private final World world;
    private final RandomGenerator random;
    private final int pathMtu;
    private final StringBuilder story;
    private final long beginNs;
    private int silenceLeftMs = MOST_SILENCE_MS;
    private int rebindings;

    Mishaps(World world, RandomGenerator random, int pathMtu, StringBuilder story) {
        this.world = world;
        this.random = random;
        this.pathMtu = pathMtu;
        this.story = story;
        this.beginNs = world.nowNs();
    }

    void tell(String what) {
        long ms = (world.nowNs() - beginNs) / 1_000_000;
        story.append("  ").append(ms).append(" ms: ").append(what).append('\n');
    }

    /** The network becomes another one. */
    void weather() {
        SimConditions path = world.conditions();
        double loss = random.nextInt(8) == 0 ? 0 : random.nextDouble(0.3);
        boolean bursts = random.nextInt(4) == 0;
        double duplicates = random.nextBoolean() ? random.nextDouble(0.2) : 0;
        double reordered = random.nextBoolean() ? random.nextDouble(0.3) : 0;
        int least = random.nextInt(80);
        int most = least + (random.nextBoolean() ? random.nextInt(150) : 0);
        int rate = random.nextInt(4) == 0 ? random.nextInt(50_000, 2_000_000) : 0;
        path.loss(bursts ? loss / 3 : loss)
                .burstLoss(bursts ? 0.02 : 0, bursts ? 0.2 : 0, bursts ? 0.8 : 0)
                .duplicate(duplicates)
                .reorder(reordered)
                .latencyMs(least, most)
                .rate(rate, random.nextInt(20_000, 200_000))
                .mtu(pathMtu);
        tell(
                "loss %.2f%s, duplicates %.2f, reordered %.2f, %d to %d ms, %d bytes/s"
                        .formatted(
                                loss,
                                bursts ? " in bursts" : "",
                                duplicates,
                                reordered,
                                least,
                                most,
                                rate));
    }

    /** Something that concerns one client. */
    void happenTo(Node node) {
        if (random.nextInt(3) > 0) {
            InetSocketAddress mapped = World.address(200 + random.nextInt(20), 1000 + ++rebindings);
            tell(node.address() + " is rebound to " + mapped);
            world.network().translate(node.address(), mapped);
        } else {
            long ms = silence(30_000);
            tell("the clock of " + node.address() + " jumps " + ms + " ms");
            node.clockJumps(ms);
        }
    }

    /** Something that concerns everybody. */
    void happenToAll() {
        switch (random.nextInt(5)) {
            case 0 -> weather();
            case 1 -> {
                long ms = silence(20_000);
                tell("all lines are cut for " + ms + " ms");
                world.conditions().partitioned(true);
                world.runFor(ms);
                world.conditions().partitioned(false);
            }
            case 2 -> {
                int mtu = random.nextInt(200, pathMtu);
                long ms = silence(10_000);
                tell("a path MTU of " + mtu + " for " + ms + " ms");
                world.conditions().mtu(mtu);
                world.runFor(ms);
                world.conditions().mtu(pathMtu);
            }
            case 3 -> {
                long ms = silence(30_000);
                tell("the server's clock jumps " + ms + " ms");
                world.server().clockJumps(ms);
            }
            default -> {
                long ms = silence(30_000);
                tell("the world sleeps " + ms + " ms");
                world.sim().clock().advanceMs(ms);
            }
        }
    }

    /** No more of it, but for the weather. */
    void calm() {
        tell("no more mishaps");
        world.conditions().partitioned(false).mtu(random.nextBoolean() ? pathMtu : NO_MTU);
    }

    private long silence(int most) {
        int ms = random.nextInt(Math.min(most, silenceLeftMs) + 1);
        silenceLeftMs -= ms;
        return ms;
    }
}
