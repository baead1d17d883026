package io.cumulonimbus.rtmfp.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Priority;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our congestion control beside TCP's on a narrow line (RFC 7016 §3.5.2). */
class FairnessTest {
    private static final int MESSAGE = 4000;
    private static final long KEPT = 200_000;

    @ParameterizedTest
    @CsvSource({
        "125000, 20000, 20",
        "250000, 30000, 25",
        "250000, 60000, 50",
        "1000000, 100000, 10"
    })
    void aFlowTakesItsShareOfALineBesideReno(long bytesPerSecond, long queue, long latencyMs) {
        World world = new World(bytesPerSecond + queue);
        Node client = world.connectedClient();
        InetSocketAddress from = World.address(20, 1);
        InetSocketAddress to = World.address(21, 1);
        // One line there, with both on it; wide ways back.
        world.conditions().latencyMs(latencyMs).rate(bytesPerSecond, queue);
        world.network().path(world.server().address(), client.address()).latencyMs(latencyMs);
        world.network().path(to, from).latencyMs(latencyMs);
        Traffic ours = new Traffic(client.client(), 1, Priority.BULK);
        Reno reno = new Reno(world.sim(), from, to);
        run(world, ours, 15);
        long oursBefore = ours.heard().drained();
        long renoBefore = reno.delivered();
        run(world, ours, 60);
        double our = ours.heard().drained() - oursBefore;
        double its = reno.delivered() - renoBefore;
        double share = our / (our + its) * 2;
        assertThat(our + its).as("the line is used").isGreaterThan(0.75 * 60 * bytesPerSecond);
        assertThat(share).as("of our half of the line").isBetween(0.5, 1.5);
        world.verify();
    }

    /** Lets seconds pass in which we always have something to send. */
    private static void run(World world, Traffic ours, int seconds) {
        for (int i = 0; i < seconds * 20; i++) {
            while (ours.sink().queuedBytes() < KEPT) {
                ours.write(MESSAGE, world.sim().random());
            }
            world.runFor(50);
        }
    }
}
