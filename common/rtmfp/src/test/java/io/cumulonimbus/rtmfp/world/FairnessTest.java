package io.cumulonimbus.rtmfp.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Priority;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Our congestion control beside TCP's on a narrow line (RFC 7016 §3.5.2): what a flow of ours gets,
 * against what a TCP connection gets in its place. Round trips need not be the same; TCP favours
 * the shorter one, and so may we.
 */
class FairnessTest {
    private static final int MESSAGE = 4000;
    private static final int PACKET = 1200;
    private static final InetSocketAddress OURS_FROM = World.address(30, 1);
    private static final InetSocketAddress OURS_TO = World.address(31, 1);
    private static final InetSocketAddress OTHER_FROM = World.address(20, 1);
    private static final InetSocketAddress OTHER_TO = World.address(21, 1);

    /** Bytes per second, bytes of queue, our round trip and the other's in milliseconds. */
    private record Line(long rate, long queue, long ours, long other) {}

    private record Shares(double ours, double other) {}

    @ParameterizedTest
    @CsvSource({
        "125000, 20000, 40, 40",
        "250000, 30000, 50, 50",
        "250000, 60000, 100, 100",
        "250000, 50000, 200, 200",
        "1000000, 20000, 10, 10",
        "1000000, 60000, 40, 40",
        "1000000, 60000, 80, 80",
        "1000000, 100000, 20, 20",
        "1000000, 200000, 100, 100",
        "2500000, 500000, 100, 100",
        "1000000, 60000, 40, 80",
        "1000000, 60000, 80, 40",
        "1000000, 100000, 20, 100",
        "1000000, 30000, 100, 20",
        "250000, 40000, 20, 100"
    })
    void aFlowTakesItsShareOfALineBesideReno(long rate, long queue, long ours, long other) {
        Line line = new Line(rate, queue, ours, other);
        Shares shares = besideReno(line, false);
        Shares theirs = besideReno(line, true);
        assertThat(shares.ours + shares.other).as("the line is used").isGreaterThan(0.9);
        assertThat(shares.ours / theirs.ours)
                .as("%s beside Reno, where Reno has %s", shares, theirs)
                .isBetween(0.5, 2.0);
    }

    /** What each has of the line, in parts of 1. */
    private static Shares besideReno(Line line, boolean tcpInOurPlace) {
        World world = new World(line.rate + line.queue);
        Node client = world.connectedClient();
        // One line there, with both on it; wide ways back, whose jitter keeps the two from falling
        // into a rhythm in which always the same one finds the queue full.
        long jitter = Math.max(2, 2000 * PACKET / line.rate);
        world.conditions().latencyMs(0).rate(line.rate, line.queue);
        world.network()
                .path(world.server().address(), client.address())
                .latencyMs(line.ours, line.ours + jitter);
        world.network().path(OURS_TO, OURS_FROM).latencyMs(line.ours, line.ours + jitter);
        world.network().path(OTHER_TO, OTHER_FROM).latencyMs(line.other, line.other + jitter);
        Traffic ours = new Traffic(client.client(), 1, Priority.BULK);
        LongSupplier got = ours.heard()::drained;
        if (tcpInOurPlace) {
            got = new Reno(world.sim(), OURS_FROM, OURS_TO)::delivered;
        }
        Reno reno = new Reno(world.sim(), OTHER_FROM, OTHER_TO);
        run(world, tcpInOurPlace, ours, line.rate, 15);
        long before = got.getAsLong();
        long renoBefore = reno.delivered();
        run(world, tcpInOurPlace, ours, line.rate, 40);
        double whole = 40.0 * line.rate;
        world.verify();
        return new Shares(
                (got.getAsLong() - before) / whole, (reno.delivered() - renoBefore) / whole);
    }

    /** Lets seconds pass in which we always have something to send. */
    private static void run(World world, boolean idle, Traffic ours, long rate, int seconds) {
        for (int i = 0; i < seconds * 20; i++) {
            while (!idle && ours.sink().queuedBytes() < Math.max(200_000, rate)) {
                ours.write(MESSAGE, world.sim().random());
            }
            world.runFor(50);
        }
    }
}
