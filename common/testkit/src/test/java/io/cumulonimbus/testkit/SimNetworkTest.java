package io.cumulonimbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the simulated network does to datagrams. */
class SimNetworkTest {
    private static final InetSocketAddress A = InetSocketAddress.createUnresolved("a", 1);
    private static final InetSocketAddress B = InetSocketAddress.createUnresolved("b", 2);

    private record Arrival(int number, InetSocketAddress from, long atMs) {}

    private final List<Arrival> arrivals = new ArrayList<>();

    private SimNetwork network(SimWorld world) {
        long startNs = world.clock().nowNs();
        world.network()
                .attach(
                        B,
                        (datagram, from, nowNs) ->
                                arrivals.add(
                                        new Arrival(
                                                datagram[0], from, (nowNs - startNs) / 1_000_000)));
        return world.network();
    }

    private void send(SimWorld world, int count, int length) {
        for (int i = 0; i < count; i++) {
            byte[] datagram = new byte[length];
            datagram[0] = (byte) i;
            world.network().send(datagram, length, A, B, world.clock().nowNs());
        }
    }

    @Test
    void latencyIsKeptAndSoIsOrder() {
        SimWorld world = new SimWorld(1);
        network(world).everywhere().latencyMs(40);
        send(world, 3, 10);
        world.runFor(1_000);
        assertThat(arrivals)
                .containsExactly(
                        new Arrival(0, A, 40), new Arrival(1, A, 40), new Arrival(2, A, 40));
    }

    @SeededTest(seeds = 5)
    void lossLosesAboutItsShare(SimWorld world) {
        network(world).everywhere().loss(0.2);
        send(world, 10_000, 10);
        world.runFor(10);
        assertThat(arrivals.size()).isBetween(7_700, 8_300);
        assertThat(world.network().dropped() + world.network().delivered()).isEqualTo(10_000);
    }

    @SeededTest(seeds = 5)
    void burstsLoseInRuns(SimWorld world) {
        network(world).everywhere().burstLoss(0.01, 0.1, 1);
        send(world, 10_000, 10);
        world.runFor(10);
        int runs = 0;
        for (int i = 1; i < arrivals.size(); i++) {
            runs += ((arrivals.get(i).number - arrivals.get(i - 1).number) & 0xff) != 1 ? 1 : 0;
        }
        int lost = 10_000 - arrivals.size();
        assertThat(lost).isBetween(500, 1_500);
        assertThat(lost / (double) runs).isGreaterThan(5);
    }

    @Test
    void duplicatesArriveTwice() {
        SimWorld world = new SimWorld(1);
        network(world).everywhere().duplicate(1);
        send(world, 5, 10);
        world.runFor(10);
        assertThat(arrivals).hasSize(10);
    }

    @SeededTest(seeds = 5)
    void reorderingChangesOrderAndLosesNothing(SimWorld world) {
        network(world).everywhere().latencyMs(10).reorder(0.3);
        send(world, 100, 10);
        world.runFor(1_000);
        assertThat(arrivals).hasSize(100);
        assertThat(arrivals.stream().map(Arrival::number).toList())
                .isNotEqualTo(arrivals.stream().map(Arrival::number).sorted().toList());
    }

    @Test
    void datagramsAboveTheMtuVanish() {
        SimWorld world = new SimWorld(1);
        network(world).everywhere().mtu(1_200);
        send(world, 1, 1_200);
        send(world, 1, 1_201);
        world.runFor(10);
        assertThat(arrivals).hasSize(1);
    }

    @Test
    void aSlowLineDelaysAndItsQueueOverflows() {
        SimWorld world = new SimWorld(1);
        network(world).everywhere().rate(100_000, 5_000);
        send(world, 10, 1_000);
        world.runFor(1_000);
        assertThat(arrivals.stream().map(Arrival::atMs).toList())
                .containsExactly(10L, 20L, 30L, 40L, 50L);
    }

    @Test
    void aPartitionCutsAndHeals() {
        SimWorld world = new SimWorld(1);
        network(world).partition(A, B, true);
        send(world, 1, 10);
        world.network().partition(A, B, false);
        send(world, 2, 10);
        world.runFor(10);
        assertThat(arrivals).hasSize(2);
    }

    @Test
    void aTranslatorRewritesAndRebinds() {
        SimWorld world = new SimWorld(1);
        InetSocketAddress before = InetSocketAddress.createUnresolved("nat", 1000);
        InetSocketAddress after = InetSocketAddress.createUnresolved("nat", 1001);
        List<String> back = new ArrayList<>();
        network(world).translate(A, before);
        world.network().attach(A, (datagram, from, nowNs) -> back.add(new String(datagram)));
        send(world, 1, 10);
        world.network().translate(A, after);
        send(world, 1, 10);
        world.network().send("old".getBytes(), 3, B, before, world.clock().nowNs());
        world.network().send("new".getBytes(), 3, B, after, world.clock().nowNs());
        world.runFor(10);
        assertThat(arrivals.stream().map(Arrival::from).toList()).containsExactly(before, after);
        assertThat(back).containsExactly("new");
    }

    @SeededTest(seeds = 3)
    void theSameSeedGivesTheSameRun(long seed) {
        List<List<Arrival>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            arrivals.clear();
            SimWorld world = new SimWorld(seed);
            network(world).everywhere().loss(0.3).latencyMs(5, 50).duplicate(0.1);
            send(world, 100, 10);
            world.runFor(1_000);
            runs.add(List.copyOf(arrivals));
        }
        assertThat(runs.get(0)).isEqualTo(runs.get(1)).hasSizeGreaterThan(50);
    }
}
