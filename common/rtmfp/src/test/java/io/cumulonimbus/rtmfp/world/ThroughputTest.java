package io.cumulonimbus.rtmfp.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Priority;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long bulk takes on lossy paths, in simulated time. */
class ThroughputTest {
    private static final int MESSAGES = 48;
    private static final int MESSAGE = 64 << 10;

    /**
     * Half of the acknowledgements of a batch of packets may be lost without a time-out. At 50 ms
     * the window that RFC 7016 appendix A allows at this loss is the limit.
     */
    @ParameterizedTest
    @CsvSource({"1, 4000", "10, 12000", "50, 45000"})
    void threeMegabytesEachWayPassALossyPath(int roundTripMs, long withinMs) {
        World world = new World(1);
        world.conditions().latencyMs(0);
        Node client = world.newClient();
        Node server = world.server();
        var up =
                world.network().path(client.address(), server.address()).latencyMs(roundTripMs / 2);
        var down =
                world.network()
                        .path(server.address(), client.address())
                        .latencyMs(roundTripMs - roundTripMs / 2);
        world.connected(client);
        up.loss(0.05);
        down.loss(0.05);
        Traffic upward = new Traffic(client.client(), 1, Priority.BULK);
        Traffic downward = new Traffic(server.client(), 2, Priority.BULK);
        for (int i = 0; i < MESSAGES; i++) {
            upward.write(MESSAGE, world.sim().random());
            downward.write(MESSAGE, world.sim().random());
        }
        assertThat(
                        world.runUntil(
                                () ->
                                        upward.isDone(server.handler())
                                                && downward.isDone(client.handler()),
                                withinMs))
                .isTrue();
        upward.verifyComplete(server.handler());
        downward.verifyComplete(client.handler());
        world.verify();
    }
}
