package io.cumulonimbus.rtmfp.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.testkit.RecordingHandler;
import io.cumulonimbus.testkit.SeededTest;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Reliable messages over networks of every kind: each arrives once, in order, unchanged. */
class DeliveryTest {
    private static final long PATIENCE_MS = 1_200_000;

    /** Closes from one end and waits until nothing is left of anything. */
    private static void endsClean(World world, Node closer, Node other) {
        closer.client().close(CloseReason.NEAR_CLOSED);
        assertThat(world.runUntil(() -> closer.isEmpty() && other.isEmpty(), 300_000)).isTrue();
        assertThat(closer.endpoint().advance(world.nowNs())).isEqualTo(Long.MAX_VALUE);
        assertThat(other.endpoint().advance(world.nowNs())).isEqualTo(Long.MAX_VALUE);
        world.verify();
    }

    @SeededTest(seeds = 60)
    void messagesSurviveAHostileNetwork(long seed) {
        World world = new World(seed);
        RandomGenerator random = world.sim().random();
        world.conditions()
                .loss(random.nextDouble(0.3))
                .duplicate(random.nextDouble(0.1))
                .reorder(random.nextDouble(0.1))
                .latencyMs(random.nextInt(50), 50 + random.nextInt(100));
        Node client = world.connectedClient();
        Node server = world.server();
        Traffic up = new Traffic(client.client(), 1, Priority.COMMAND);
        Traffic down = new Traffic(server.client(), 2, Priority.VIDEO);
        for (int i = 0; i < 20; i++) {
            up.write(random.nextInt(3000), random);
            down.write(random.nextInt(10_000), random);
        }
        boolean done =
                world.runUntil(
                        () -> up.isDone(server.handler()) && down.isDone(client.handler()),
                        PATIENCE_MS);
        assertThat(done).isTrue();
        up.verifyComplete(server.handler());
        down.verifyComplete(client.handler());
        endsClean(world, seed % 2 == 0 ? client : server, seed % 2 == 0 ? server : client);
    }

    @SeededTest(seeds = 6)
    void aMegabyteSurvives(long seed) {
        World world = new World(seed);
        RandomGenerator random = world.sim().random();
        world.conditions().loss(0.05).latencyMs(5, 20);
        Node client = world.connectedClient();
        Traffic up = new Traffic(client.client(), 1, Priority.BULK);
        up.write(1 << 20, random);
        up.write(1, random);
        RecordingHandler receiver = world.server().handler();
        assertThat(world.runUntil(() -> up.isDone(receiver), PATIENCE_MS)).isTrue();
        up.verifyComplete(receiver);
        endsClean(world, world.server(), client);
    }

    @SeededTest(seeds = 10)
    void manyFlowsBothWaysDoNotDisturbEachOther(long seed) {
        World world = new World(seed);
        RandomGenerator random = world.sim().random();
        world.conditions().loss(0.1).latencyMs(10, 40).duplicate(0.05);
        Node client = world.connectedClient();
        Node server = world.server();
        Priority[] priorities = Priority.values();
        List<Traffic> ups = new ArrayList<>();
        List<Traffic> downs = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            ups.add(new Traffic(client.client(), i, priorities[i % priorities.length]));
            downs.add(new Traffic(server.client(), 100 + i, priorities[i % priorities.length]));
        }
        for (int i = 0; i < 200; i++) {
            ups.get(random.nextInt(30)).write(random.nextInt(2000), random);
            downs.get(random.nextInt(30)).write(random.nextInt(2000), random);
            world.runFor(random.nextInt(20));
        }
        ups.removeIf(flow -> flow.written().isEmpty());
        downs.removeIf(flow -> flow.written().isEmpty());
        boolean done =
                world.runUntil(
                        () ->
                                ups.stream().allMatch(flow -> flow.isDone(server.handler()))
                                        && downs.stream()
                                                .allMatch(flow -> flow.isDone(client.handler())),
                        PATIENCE_MS);
        assertThat(done).isTrue();
        ups.forEach(flow -> flow.verifyComplete(server.handler()));
        downs.forEach(flow -> flow.verifyComplete(client.handler()));
        endsClean(world, client, server);
    }

    @SeededTest(seeds = 5)
    void aThousandFlowsOpenAndCloseInOneSession(long seed) {
        World world = new World(seed);
        RandomGenerator random = world.sim().random();
        world.conditions().loss(0.05);
        Node client = world.connectedClient();
        RecordingHandler receiver = world.server().handler();
        List<Traffic> all = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Traffic flow = new Traffic(client.client(), i, Priority.DATA);
            flow.write(10, random);
            flow.sink().close();
            all.add(flow);
            world.runFor(20);
        }
        boolean closed =
                world.runUntil(
                        () ->
                                all.stream().allMatch(flow -> flow.isDone(receiver))
                                        && receiver.flows().stream()
                                                .allMatch(RecordingHandler.Flow::closed),
                        PATIENCE_MS);
        assertThat(closed).isTrue();
        all.forEach(flow -> flow.verifyComplete(receiver));
        endsClean(world, client, world.server());
    }

    @SeededTest(seeds = 10)
    void aNarrowLineIsSharedWithoutCollapse(long seed) {
        World world = new World(seed);
        RandomGenerator random = world.sim().random();
        world.conditions().rate(125_000, 30_000).latencyMs(20);
        Node client = world.connectedClient();
        Traffic up = new Traffic(client.client(), 1, Priority.BULK);
        for (int i = 0; i < 20; i++) {
            up.write(50_000, random);
        }
        RecordingHandler receiver = world.server().handler();
        long start = world.nowNs();
        assertThat(world.runUntil(() -> up.isDone(receiver), PATIENCE_MS)).isTrue();
        up.verifyComplete(receiver);
        // A megabyte over 125 kB/s takes 8 s; twice that is still congestion control at work.
        assertThat(world.nowNs() - start).isLessThan(16_000_000_000L);
    }
}
