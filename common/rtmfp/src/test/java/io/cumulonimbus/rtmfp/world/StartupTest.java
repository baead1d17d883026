package io.cumulonimbus.rtmfp.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.rtmfp.chunk.IHello;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import io.cumulonimbus.rtmfp.endpoint.OpenFailure;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import io.cumulonimbus.rtmfp.packet.Origin;
import io.cumulonimbus.testkit.SeededTest;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How sessions come about, and what keeps them from it. */
class StartupTest {
    private static final long SECOND = 1_000_000_000L;
    private static final InetSocketAddress NOWHERE = World.address(99, 1935);

    private final World world = new World(1);
    private final Node server = world.server();

    private static boolean isStartup(byte[] datagram) {
        return Multiplex.sessionId(datagram, 0, datagram.length) == 0;
    }

    private void passesMessages(Node client) {
        Traffic up = new Traffic(client.client(), 7, Priority.COMMAND);
        up.write(5000, world.sim().random());
        assertThat(world.runUntil(() -> up.isDone(server.handler()), 60_000)).isTrue();
        up.verifyComplete(server.handler());
        world.verify();
    }

    @Test
    void bothEndsKnowWhoTheOtherIs() {
        Node client = world.connectedClient();
        var ours = client.client().identity();
        var theirs = server.client().identity();
        assertThat(theirs.peerId()).isEqualTo(World.identity(1).certificate().fingerprint());
        assertThat(theirs.uri()).isEqualTo("rtmfp://server/app");
        assertThat(ours.uri()).isEqualTo("rtmfp://server/app");
        assertThat(theirs.nearNonce()).isEqualTo(ours.farNonce()).isNotEqualTo(ours.nearNonce());
        assertThat(server.client().address()).isEqualTo(client.address());
        passesMessages(client);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void anyPacketOfTheHandshakeMayBeLost(int lost) {
        int[] count = new int[1];
        world.network().filter((datagram, from, to) -> ++count[0] != lost);
        passesMessages(world.connectedClient());
        assertThat(server.endpoint().statistics().sessions()).isEqualTo(1);
        assertThat(server.keyings()).isEqualTo(1);
    }

    @SeededTest(seeds = 10)
    void aHandshakeWorksInPiecesThatComeInAnyOrder(long seed) {
        World other = new World(seed);
        other.conditions().latencyMs(5, 50).duplicate(0.3);
        long[] ids = {0};
        other.network()
                .filter(
                        (datagram, from, to) -> {
                            if (!isStartup(datagram) || Startups.isFragment(datagram)) {
                                return true;
                            }
                            for (byte[] piece : Startups.cut(datagram, ++ids[0], 4)) {
                                other.network().send(piece, piece.length, from, to, other.nowNs());
                            }
                            return false;
                        });
        other.connectedClient();
        assertThat(ids[0]).isGreaterThan(2);
        other.runFor(2000);
        other.verify();
    }

    @SeededTest(seeds = 40)
    void handshakesSurviveBadNetworks(long seed) {
        World bad = new World(seed);
        RandomGenerator random = bad.sim().random();
        bad.conditions().loss(random.nextDouble(0.3)).duplicate(0.2).reorder(0.2).latencyMs(5, 300);
        Node client = bad.connectedClient();
        assertThat(bad.server().endpoint().statistics().sessions()).isEqualTo(1);
        client.client().close(CloseReason.NEAR_CLOSED);
        assertThat(bad.runUntil(() -> client.isEmpty() && bad.server().isEmpty(), 300_000))
                .isTrue();
        bad.verify();
    }

    @Test
    void anUnansweredHelloIsRepeatedAtGrowingIntervalsAndGivenUpAfter95Seconds() {
        Node client = world.newClient();
        List<Long> times = new ArrayList<>();
        world.network().filter((datagram, from, to) -> times.add(world.nowNs()));
        long start = world.nowNs();
        client.connect(NOWHERE);
        assertThat(world.runUntil(() -> !client.failures().isEmpty(), 200_000)).isTrue();
        assertThat(client.failures()).containsExactly(OpenFailure.TIMED_OUT);
        assertThat(world.nowNs() - start).isEqualTo(95 * SECOND);
        assertThat(times.size()).isBetween(8, 14);
        for (int i = 2; i < times.size(); i++) {
            long before = times.get(i - 1) - times.get(i - 2);
            long interval = times.get(i) - times.get(i - 1);
            assertThat(interval - before).isGreaterThanOrEqualTo(SECOND * 3 / 2);
        }
        assertThat(client.isEmpty()).isTrue();
    }

    @Test
    void theFirstOfSeveralCandidatesToAnswerWins() {
        Node client = world.newClient();
        EndpointDiscriminator wanted = EndpointDiscriminator.ofUri("rtmfp://x");
        client.connect(wanted, List.of(NOWHERE, server.address(), World.address(98, 1)));
        assertThat(world.runUntil(() -> !server.clients().isEmpty(), 1000)).isTrue();
        passesMessages(client);
    }

    @Test
    void anAttemptCanBeCancelled() {
        Node client = world.newClient();
        client.connect(server.address()).cancel();
        world.runFor(10_000);
        assertThat(client.failures()).containsExactly(OpenFailure.CANCELLED);
        assertThat(client.clients()).isEmpty();
        assertThat(client.isEmpty()).isTrue();
    }

    @Test
    void aRedirectIsFollowedAtOnce() {
        List<Address> targets = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            targets.add(new Address(World.address(200 + i, 1), Origin.OBSERVED));
        }
        targets.add(3, new Address(server.address(), Origin.REPORTED));
        HelloPolicy redirects = (hello, nowNs) -> new HelloPolicy.RedirectTo(targets);
        World other = new World(2, EndpointConfig.SERVER.withHello(redirects));
        Node redirector =
                world.newClient(
                        World.address(50, 1935),
                        EndpointConfig.SERVER.withHello(redirects),
                        World.identity(50));
        Node client = world.newClient();
        List<InetSocketAddress> asked = new ArrayList<>();
        world.network()
                .filter(
                        (datagram, from, to) -> {
                            if (from.equals(client.address()) && isStartup(datagram)) {
                                asked.add(to);
                            }
                            return true;
                        });
        long start = world.nowNs();
        client.connect(redirector.address());
        assertThat(world.runUntil(() -> !server.clients().isEmpty(), 5_000)).isTrue();
        // Hello, redirect, hello, answer, keying, answer, first packet: 10 ms each.
        assertThat(world.nowNs() - start).isEqualTo(70_000_000L);
        assertThat(asked.stream().distinct().count()).isLessThanOrEqualTo(24);
        assertThat(redirector.isEmpty()).isTrue();
        assertThat(other.server().isEmpty()).isTrue();
        passesMessages(client);
    }

    @Test
    void nobodyElseIsTakenForTheOneThatIsWanted() {
        Node client = world.newClient();
        byte[] somebody = World.identity(77).certificate().fingerprint();
        client.connect(EndpointDiscriminator.ofFingerprint(somebody), List.of(server.address()));
        world.runFor(20_000);
        assertThat(server.endpoint().statistics().hellos()).isPositive();
        assertThat(server.keyings()).isZero();
        assertThat(client.clients()).isEmpty();
    }

    @Test
    void aPeerIsFoundByItsFingerprint() {
        Node peer = world.newClient();
        Node client = world.newClient();
        byte[] wanted = World.identity(1).certificate().fingerprint();
        client.connect(EndpointDiscriminator.ofFingerprint(wanted), List.of(peer.address()));
        assertThat(world.runUntil(() -> !peer.clients().isEmpty(), 5_000)).isTrue();
        assertThat(client.client().identity().peerId()).isEqualTo(wanted);
    }

    @Test
    void aSecondSessionToTheSameServerIsNotOpened() {
        Node client = world.connectedClient();
        client.connect(server.address());
        world.runFor(5_000);
        assertThat(client.failures()).containsExactly(OpenFailure.ALREADY_OPEN);
        passesMessages(client);
    }

    @Test
    void whoChangesAddressBeforeKeyingGetsAnotherCookie() {
        Node client = world.newClient();
        client.holdWork(true);
        client.connect(server.address());
        world.runFor(100);
        InetSocketAddress moved = World.address(60, 6000);
        world.network().translate(client.address(), moved);
        client.holdWork(false);
        assertThat(world.runUntil(() -> !server.clients().isEmpty(), 10_000)).isTrue();
        assertThat(server.client().address()).isEqualTo(moved);
        assertThat(server.keyings()).isEqualTo(1);
        passesMessages(client);
    }

    @Test
    void arithmeticUnderWayIsNotBegunAgain() {
        server.holdWork(true);
        Node client = world.newClient();
        client.connect(server.address());
        world.runFor(20_000);
        assertThat(server.keyings()).isEqualTo(1);
        assertThat(server.endpoint().statistics().keyings()).isEqualTo(1);
        server.holdWork(false);
        assertThat(world.runUntil(() -> !server.clients().isEmpty(), 10_000)).isTrue();
        passesMessages(client);
    }

    @Test
    void keyingsBeyondTheLimitAreDroppedAndComeAgain() {
        World small = new World(3, EndpointConfig.SERVER.withLimits(100, 100, 2));
        small.server().holdWork(true);
        List<Node> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clients.add(small.newClient());
            clients.get(i).connect(small.server().address());
        }
        small.runFor(500);
        assertThat(small.server().keyings()).isEqualTo(2);
        assertThat(small.server().endpoint().statistics().overLimit()).isEqualTo(3);
        small.server().holdWork(false);
        assertThat(small.runUntil(() -> small.server().clients().size() == 5, 30_000)).isTrue();
        small.verify();
    }

    @Test
    void noMoreSessionsAreTakenThanAllowed() {
        World small = new World(3, EndpointConfig.SERVER.withLimits(3, 100, 10));
        for (int i = 0; i < 3; i++) {
            small.connectedClient();
        }
        Node late = small.newClient();
        late.connect(small.server().address());
        small.runFor(60_000);
        assertThat(late.clients()).isEmpty();
        small.server().clients().get(0).close(CloseReason.MISBEHAVED);
        assertThat(small.runUntil(() -> !late.clients().isEmpty(), 40_000)).isTrue();
    }

    @Test
    void aSessionThatNobodyUsesIsGoneAfter95SecondsAndNeverShown() {
        Node client = world.newClient();
        client.connect(server.address());
        assertThat(world.runUntil(() -> server.endpoint().statistics().halfOpen() == 1, 1000))
                .isTrue();
        client.die();
        world.runFor(94_000);
        assertThat(server.endpoint().statistics().sessions()).isEqualTo(1);
        world.runFor(2_000);
        assertThat(server.isEmpty()).isTrue();
        assertThat(server.clients()).isEmpty();
    }

    @Test
    void oneAddressHoldsOnlySoManyUnprovenSessions() {
        World small = new World(3, EndpointConfig.SERVER.withLimits(100, 2, 10));
        InetSocketAddress nat = World.address(1, 1);
        for (int i = 0; i < 4; i++) {
            InetSocketAddress at = new InetSocketAddress(nat.getAddress(), 100 + i);
            Node client = small.newClient(at, EndpointConfig.CLIENT, World.identity(i + 1));
            client.connect(small.server().address());
            small.runUntil(() -> client.keyings() == 1, 200);
            client.die();
        }
        assertThat(small.server().endpoint().statistics().sessions()).isEqualTo(2);
        small.runFor(96_000);
        assertThat(small.server().isEmpty()).isTrue();
    }

    @Test
    void aRestartedClientWithItsOldCertificateReplacesItsOldSession() {
        Node before = world.connectedClient();
        passesMessages(before);
        before.die();
        Node after = world.newClient(before.address(), EndpointConfig.CLIENT, World.identity(1));
        world.connected(after);
        assertThat(server.handlers().get(0).closed()).contains(CloseReason.OVERRIDDEN);
        assertThat(server.endpoint().statistics().sessions()).isEqualTo(1);
        passesMessages(after);
    }

    @Test
    void aStrangerAtADeadClientsAddressGetsInWithinSeconds() {
        Node dead = world.connectedClient();
        dead.die();
        Node stranger = world.newClient(dead.address(), EndpointConfig.CLIENT, World.identity(2));
        long start = world.nowNs();
        world.connected(stranger);
        assertThat(world.nowNs() - start).isLessThan(6 * SECOND);
        assertThat(server.handlers().get(0).closed()).contains(CloseReason.TIMED_OUT);
        passesMessages(stranger);
    }

    @Test
    void aStrangerAtALivingClientsAddressIsIgnored() {
        Node alive = world.connectedClient();
        InetSocketAddress inside = World.address(70, 5000);
        // Two machines behind one mapping: the stranger's answers go to the living one.
        Node stranger = world.newClient(inside, EndpointConfig.CLIENT, World.identity(2));
        world.network()
                .filter(
                        (datagram, from, to) -> {
                            long now = world.nowNs();
                            int length = datagram.length;
                            if (from.equals(inside)) {
                                world.network().send(datagram, length, alive.address(), to, now);
                                return false;
                            }
                            if (to.equals(alive.address()) && isStartup(datagram)) {
                                world.network().send(datagram, length, from, inside, now);
                            }
                            return true;
                        });
        stranger.connect(server.address());
        world.runFor(60_000);
        assertThat(server.clients()).hasSize(1);
        assertThat(server.handler().closed()).isEmpty();
        assertThat(stranger.clients()).isEmpty();
        assertThat(server.keyings()).isEqualTo(1);
        passesMessages(alive);
    }

    @Test
    void helloesLeaveNothingBehind() {
        RandomGenerator random = world.sim().random();
        byte[] wanted = EndpointDiscriminator.ofUri("rtmfp://h/app").bytes();
        for (int i = 0; i < 2000; i++) {
            byte[] tag = new byte[16];
            random.nextBytes(tag);
            byte[] datagram = Startups.seal(new IHello(wanted, tag));
            InetSocketAddress from = World.address(random.nextInt(50_000), 1 + i);
            server.endpoint().receive(datagram, datagram.length, from, world.nowNs());
            world.runFor(1);
        }
        assertThat(server.endpoint().statistics().hellos()).isEqualTo(2000);
        assertThat(server.isEmpty()).isTrue();
        assertThat(server.endpoint().advance(world.nowNs())).isEqualTo(Long.MAX_VALUE);
    }
}
