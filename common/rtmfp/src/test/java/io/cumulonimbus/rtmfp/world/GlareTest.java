package io.cumulonimbus.rtmfp.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.rtmfp.crypto.Certificate;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.endpoint.OpenFailure;
import io.cumulonimbus.testkit.SeededTest;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Two peers that open a session to each other at the same time (RFC 7016 §3.5.1.3). */
class GlareTest {
    private World world;
    private Node winner;
    private Node loser;

    private void begin(long seed) {
        world = new World(seed);
        Node one = world.newClient();
        Node other = world.newClient();
        boolean first = certificate(1).prevailsOver(certificate(2));
        winner = first ? one : other;
        loser = first ? other : one;
    }

    private static Certificate certificate(int number) {
        return World.identity(number).certificate();
    }

    private void open(Node from, Node to) {
        int number = to.address().equals(World.address(1, 5000)) ? 1 : 2;
        EndpointDiscriminator wanted =
                EndpointDiscriminator.ofFingerprint(certificate(number).fingerprint());
        from.connect(wanted, List.of(to.address()));
    }

    private boolean isSettled() {
        return winner.clients().size() == 1
                && loser.clients().size() == 1
                && winner.endpoint().statistics().openings() == 0
                && loser.endpoint().statistics().openings() == 0;
    }

    private void bothDirectionsWork() {
        Traffic there = new Traffic(winner.client(), 1, Priority.COMMAND);
        Traffic back = new Traffic(loser.client(), 2, Priority.COMMAND);
        there.write(3000, world.sim().random());
        back.write(3000, world.sim().random());
        assertThat(
                        world.runUntil(
                                () ->
                                        there.isDone(loser.handler())
                                                && back.isDone(winner.handler()),
                                60_000))
                .isTrue();
        there.verifyComplete(loser.handler());
        back.verifyComplete(winner.handler());
        assertThat(winner.endpoint().statistics().sessions()).isEqualTo(1);
        assertThat(loser.endpoint().statistics().sessions()).isEqualTo(1);
        world.verify();
    }

    @Test
    void theLowerCertificateStaysInitiatorAndTheOtherEndAnswers() {
        begin(1);
        open(winner, loser);
        open(loser, winner);
        assertThat(world.runUntil(this::isSettled, 1000)).isTrue();
        assertThat(winner.failures()).isEmpty();
        assertThat(loser.failures()).containsExactly(OpenFailure.GLARE);
        assertThat(winner.endpoint().statistics().accepted()).isZero();
        assertThat(loser.endpoint().statistics().accepted()).isEqualTo(1);
        bothDirectionsWork();
    }

    @Test
    void aLateKeyingOfTheOneThatLostEndsNothing() {
        begin(2);
        long[] held = {0};
        world.network()
                .filter(
                        (datagram, from, to) -> {
                            // The loser's keying takes seconds.
                            if (from.equals(loser.address())
                                    && datagram.length > 250
                                    && held[0]++ == 0) {
                                world.network()
                                        .send(
                                                datagram,
                                                datagram.length,
                                                from,
                                                to,
                                                world.nowNs() + 5_000_000_000L);
                                return false;
                            }
                            return true;
                        });
        open(winner, loser);
        open(loser, winner);
        assertThat(world.runUntil(this::isSettled, 20_000)).isTrue();
        world.runFor(20_000);
        assertThat(held[0]).isPositive();
        assertThat(winner.handler().closed()).isEmpty();
        assertThat(loser.handler().closed()).isEmpty();
        bothDirectionsWork();
    }

    @Test
    void whoHasASessionWithSomebodyOpensNoOther() {
        begin(3);
        open(winner, loser);
        assertThat(world.runUntil(this::isSettled, 1000)).isTrue();
        open(loser, winner);
        world.runFor(5000);
        assertThat(loser.failures()).containsExactly(OpenFailure.ALREADY_OPEN);
        bothDirectionsWork();
    }

    @SeededTest(seeds = 60)
    void whateverTheNetworkDoesThereIsOneSessionInTheEnd(long seed) {
        begin(seed);
        RandomGenerator random = world.sim().random();
        world.conditions().loss(random.nextDouble(0.3)).duplicate(0.1).latencyMs(5, 200);
        open(winner, loser);
        world.runFor(random.nextInt(0, 300));
        open(loser, winner);
        assertThat(world.runUntil(this::isSettled, 95_000)).isTrue();
        world.conditions().loss(0);
        bothDirectionsWork();
        winner.client().close(CloseReason.NEAR_CLOSED);
        assertThat(world.runUntil(() -> winner.isEmpty() && loser.isEmpty(), 300_000)).isTrue();
    }
}
