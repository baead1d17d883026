package io.cumulonimbus.rtmfp.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.session.SessionConfig;
import io.cumulonimbus.testkit.RecordingHandler;
import io.cumulonimbus.testkit.SimConditions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that carry larger datagrams, or smaller ones, than expected (RFC 7016 §3.5.4.3). */
class PathMtuTest {
    private static final EndpointConfig CURIOUS =
            EndpointConfig.CLIENT.withSession(SessionConfig.DEFAULT.withDatagrams(1200, 1472));

    private final World world = new World(1);
    private Node client;
    private Traffic up;
    private int largest;

    private SimConditions path(EndpointConfig config) {
        client = world.connected(world.newClient(config));
        up = new Traffic(client.client(), 1, Priority.BULK);
        world.network()
                .filter(
                        (datagram, from, to) -> {
                            if (from.equals(client.address())) {
                                largest = Math.max(largest, datagram.length);
                            }
                            return true;
                        });
        return world.network().path(client.address(), world.server().address()).latencyMs(10);
    }

    private void deliver(int bytes, long withinMs) {
        up.write(bytes, world.sim().random());
        assertThat(world.runUntil(() -> up.isDone(world.server().handler()), withinMs)).isTrue();
        up.verifyComplete(world.server().handler());
    }

    @ParameterizedTest
    @CsvSource({"1472, 1472", "1455, 1452", "1400, 1372", "1250, 1232", "1215, 1200"})
    void theLargestSizeThatPassesIsFoundWhileDataFlows(int mtu, int found) {
        SimConditions path = path(CURIOUS);
        path.mtu(mtu);
        deliver(100_000, 5_000);
        world.runFor(10_000);
        largest = 0;
        deliver(1_000_000, 20_000);
        // Encryption works in blocks of 16 bytes, behind a number that may grow.
        assertThat(largest).isBetween(found - 26, mtu);
        world.verify();
    }

    @Test
    void nothingLargerThanTheSafeSizeIsTriedUnlessAskedFor() {
        path(EndpointConfig.CLIENT);
        deliver(300_000, 10_000);
        assertThat(largest).isLessThanOrEqualTo(1200);
    }

    @Test
    void aSessionThatSendsLittleTriesNothing() {
        path(CURIOUS);
        for (int i = 0; i < 20; i++) {
            deliver(500, 1_000);
        }
        assertThat(largest).isLessThan(700);
    }

    @ParameterizedTest
    @ValueSource(ints = {1100, 700})
    void whenLargePacketsVanishLiveMediaGoOnInSmallerOnes(int hole) {
        SimConditions path = path(EndpointConfig.CLIENT);
        deliver(50_000, 5_000);
        path.mtu(hole);
        for (int i = 0; i < 200; i++) {
            up.write(3000, world.sim().random(), Deadline.finishWithin(400));
            world.runFor(40);
        }
        RecordingHandler.Flow flow = up.at(world.server().handler()).orElseThrow();
        int before = flow.messages().size();
        largest = 0;
        for (int i = 0; i < 50; i++) {
            up.write(3000, world.sim().random(), Deadline.finishWithin(400));
            world.runFor(40);
        }
        world.runFor(1000);
        assertThat(flow.messages().size() - before).isEqualTo(50);
        assertThat(largest).isLessThanOrEqualTo(hole);
        world.verify();
    }

    @Test
    void aHoleThatClosesAgainLosesNothing() {
        SimConditions path = path(EndpointConfig.CLIENT);
        deliver(50_000, 5_000);
        path.mtu(900);
        up.write(100_000, world.sim().random());
        world.runFor(30_000);
        path.mtu(1500);
        deliver(100_000, 60_000);
        world.verify();
    }

    @Test
    void whatCannotBeMadeSmallerEndsTheSessionAfterAWhile() {
        SimConditions path = path(EndpointConfig.CLIENT);
        path.mtu(900);
        up.write(100_000, world.sim().random());
        world.runFor(100_000);
        assertThat(client.handler().closed()).isEmpty();
        world.runFor(100_000);
        assertThat(client.handler().closed()).contains(CloseReason.TIMED_OUT);
        world.verify();
    }

    @Test
    void anOutageOfEverythingIsNotTakenForAHole() {
        SimConditions path = path(EndpointConfig.CLIENT);
        deliver(50_000, 5_000);
        path.partitioned(true);
        up.write(100_000, world.sim().random());
        world.runFor(20_000);
        path.partitioned(false);
        largest = 0;
        deliver(100_000, 60_000);
        assertThat(largest).isGreaterThan(1150);
    }

    @Test
    void toWhoMovedTheSafeSizeIsSentAgain() {
        World curious = new World(2, EndpointConfig.SERVER.withSession(CURIOUS.session()));
        Node viewer = curious.connectedClient();
        Traffic down = new Traffic(curious.server().client(), 1, Priority.BULK);
        down.write(300_000, curious.sim().random());
        assertThat(curious.runUntil(() -> down.isDone(viewer.handler()), 10_000)).isTrue();
        viewer.moveTo(World.address(9, 777));
        curious.network()
                .path(curious.server().address(), viewer.address())
                .latencyMs(10)
                .mtu(1250);
        new Traffic(viewer.client(), 2, Priority.BULK).write(10, curious.sim().random());
        curious.runFor(1_000);
        // Anything larger than that would be lost, and never cut again.
        down.write(300_000, curious.sim().random());
        assertThat(curious.runUntil(() -> down.isDone(viewer.handler()), 10_000)).isTrue();
        down.verifyComplete(viewer.handler());
        curious.verify();
    }
}
