package io.cumulonimbus.rtmfp.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.session.SessionConfig;
import io.cumulonimbus.testkit.RecordingHandler;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How sessions end (RFC 7016 §3.5.5), and how silent far ends are found out (§3.5.4.1). */
class CloseTest {
    private static final long SECOND = 1_000_000_000L;

    private final World world = new World(1);
    private final Node server = world.server();
    private final Node client = world.connectedClient();
    private final List<Long> fromServer = new ArrayList<>();
    private final List<Long> fromClient = new ArrayList<>();

    private void watch() {
        world.network()
                .filter(
                        (datagram, from, to) -> {
                            (from.equals(server.address()) ? fromServer : fromClient)
                                    .add(world.nowNs());
                            return true;
                        });
    }

    private void bothHaveFlows() {
        Traffic up = new Traffic(client.client(), 1, Priority.DATA);
        Traffic down = new Traffic(server.client(), 2, Priority.DATA);
        up.write(10, world.sim().random());
        down.write(10, world.sim().random());
        assertThat(
                        world.runUntil(
                                () -> up.isDone(server.handler()) && down.isDone(client.handler()),
                                5_000))
                .isTrue();
    }

    private static void endedOnce(RecordingHandler handler, CloseReason reason) {
        assertThat(handler.closed()).contains(reason);
        assertThat(handler.flows()).isNotEmpty().allMatch(RecordingHandler.Flow::closed);
        handler.verify();
    }

    @Test
    void anOrderlyCloseIsAnsweredAndForgotten() {
        bothHaveFlows();
        long start = world.nowNs();
        client.client().close(CloseReason.NEAR_CLOSED);
        assertThat(world.runUntil(client::isEmpty, 1_000)).isTrue();
        endedOnce(client.handler(), CloseReason.NEAR_CLOSED);
        endedOnce(server.handler(), CloseReason.FAR_CLOSED);
        // The far end stays to answer repetitions.
        assertThat(server.endpoint().statistics().sessions()).isEqualTo(1);
        assertThat(world.runUntil(server::isEmpty, 30_000)).isTrue();
        assertThat(world.nowNs() - start).isBetween(19 * SECOND, 20 * SECOND);
    }

    @Test
    void aCloseRequestIsRepeatedEveryFiveSecondsAndGivenUpAfterNinety() {
        bothHaveFlows();
        server.die();
        watch();
        client.client().close(CloseReason.NEAR_CLOSED);
        assertThat(world.runUntil(() -> client.handler().closed().isPresent(), 10_000)).isTrue();
        long left = world.nowNs();
        fromClient.clear();
        assertThat(world.runUntil(client::isEmpty, 100_000)).isTrue();
        assertThat(world.nowNs() - left).isEqualTo(90 * SECOND);
        assertThat(fromClient.size()).isBetween(16, 18);
        assertThat(fromClient.get(3) - fromClient.get(2)).isEqualTo(5 * SECOND);
    }

    @Test
    void aLostCloseAcknowledgementIsRepeatedOnRequest() {
        bothHaveFlows();
        client.client().close(CloseReason.NEAR_CLOSED);
        world.runUntil(() -> client.handler().closed().isPresent(), 5_000);
        int[] lost = new int[1];
        world.network()
                .filter((datagram, from, to) -> !from.equals(server.address()) || lost[0]++ >= 2);
        assertThat(world.runUntil(client::isEmpty, 30_000)).isTrue();
        assertThat(lost[0]).isEqualTo(3);
        assertThat(world.runUntil(server::isEmpty, 30_000)).isTrue();
        world.verify();
    }

    @ParameterizedTest
    @EnumSource(
            value = CloseReason.class,
            names = {"STOPPING", "MISBEHAVED", "FAULT"})
    void anAbruptCloseLeavesNothingAtEitherEnd(CloseReason reason) {
        bothHaveFlows();
        server.client().close(reason);
        endedOnce(server.handler(), reason);
        world.runFor(15);
        assertThat(server.isEmpty()).isTrue();
        assertThat(client.isEmpty()).isTrue();
        endedOnce(client.handler(), CloseReason.FAR_CLOSED);
    }

    @Test
    void anEndpointThatStopsSaysFarewellToAll() {
        bothHaveFlows();
        Node second = world.connectedClient();
        server.endpoint().close(world.nowNs());
        world.runFor(15);
        assertThat(server.isEmpty()).isTrue();
        assertThat(client.handler().closed()).contains(CloseReason.FAR_CLOSED);
        assertThat(second.handler().closed()).contains(CloseReason.FAR_CLOSED);
        assertThat(server.handlers())
                .allMatch(handler -> handler.closed().equals(Optional.of(CloseReason.STOPPING)));
        Node late = world.newClient();
        late.connect(server.address());
        world.runFor(5_000);
        assertThat(late.clients()).isEmpty();
    }

    @Test
    void whatWasWrittenIsDeliveredBeforeTheCloseDespiteLoss() {
        world.conditions().loss(0.2);
        Traffic down = new Traffic(server.client(), 1, Priority.DATA);
        for (int i = 0; i < 10; i++) {
            down.write(2000, world.sim().random());
        }
        server.client().close(CloseReason.NEAR_CLOSED);
        assertThat(down.sink().isOpen()).isFalse();
        world.runUntil(() -> client.handler().closed().isPresent(), 30_000);
        assertThat(down.at(client.handler()).orElseThrow().messages()).isEqualTo(down.written());
        assertThat(down.heard().drained()).isEqualTo(down.writtenBytes());
        world.verify();
    }

    @Test
    void aCloseDoesNotWaitForEverForAFarEndThatTakesNothing() {
        client.handler().onFlow(flow -> flow.incoming().suspend(true));
        Traffic down = new Traffic(server.client(), 1, Priority.BULK);
        down.write(3 << 20, world.sim().random());
        world.runFor(2_000);
        server.client().close(CloseReason.NEAR_CLOSED);
        assertThat(server.handler().closed()).isEmpty();
        world.runFor(SessionConfig.DEFAULT.drainNs() / 1_000_000 + 100);
        assertThat(server.handler().closed()).contains(CloseReason.NEAR_CLOSED);
        assertThat(down.heard().drained()).isEqualTo(down.writtenBytes());
        assertThat(down.sink().queuedBytes()).isZero();
    }

    @Test
    void bothMayCloseAtOnce() {
        bothHaveFlows();
        client.client().close(CloseReason.NEAR_CLOSED);
        server.client().close(CloseReason.NEAR_CLOSED);
        assertThat(world.runUntil(() -> client.isEmpty() && server.isEmpty(), 60_000)).isTrue();
        endedOnce(client.handler(), CloseReason.NEAR_CLOSED);
        endedOnce(server.handler(), CloseReason.NEAR_CLOSED);
    }

    @Test
    void anIdleSessionIsKeptAliveWithoutItsApplication() {
        bothHaveFlows();
        watch();
        world.runFor(600_000);
        assertThat(server.handler().closed()).isEmpty();
        assertThat(client.handler().closed()).isEmpty();
        // One ping or reply each way in 30 s.
        assertThat(fromServer.size()).isBetween(15, 45);
    }

    @Test
    void aVanishedFarEndIsPingedAndGivenUp() {
        bothHaveFlows();
        long start = world.nowNs();
        client.die();
        watch();
        assertThat(world.runUntil(() -> server.handler().closed().isPresent(), 300_000)).isTrue();
        endedOnce(server.handler(), CloseReason.TIMED_OUT);
        long silence = world.nowNs() - start;
        assertThat(silence).isBetween(119 * SECOND, 121 * SECOND);
        assertThat(fromServer.size()).isBetween(8, 20);
        world.runFor(10);
        assertThat(server.isEmpty()).isTrue();
    }

    @Test
    void keepaliveTimesAreSettings() {
        SessionConfig quick = SessionConfig.DEFAULT.withKeepalive(2 * SECOND, 5 * SECOND);
        World fast = new World(1, EndpointConfig.SERVER.withSession(quick));
        Node gone = fast.connectedClient();
        long start = fast.nowNs();
        gone.die();
        assertThat(fast.runUntil(() -> fast.server().handler().closed().isPresent(), 60_000))
                .isTrue();
        assertThat(fast.nowNs() - start).isBetween(4 * SECOND, 6 * SECOND);
    }

    @Test
    void aSenderToAVanishedFarEndGivesUpToo() {
        Traffic down = new Traffic(server.client(), 1, Priority.VIDEO);
        world.runFor(100);
        client.die();
        boolean closed = false;
        for (int i = 0; i < 200 && !closed; i++) {
            if (down.sink().isOpen()) {
                down.sink().write(Message.of(new byte[1000]), Deadline.finishWithin(2000));
            }
            world.runFor(1000);
            closed = server.handler().closed().isPresent();
            assertThat(down.sink().queuedBytes()).isLessThanOrEqualTo(3000);
        }
        assertThat(server.handler().closed()).contains(CloseReason.TIMED_OUT);
    }

    @Test
    void aFarEndThatMovesIsFollowedOnceItProvesIt() {
        bothHaveFlows();
        InetSocketAddress moved = World.address(80, 7777);
        client.moveTo(moved);
        Traffic up = new Traffic(client.client(), 3, Priority.DATA);
        up.write(3000, world.sim().random());
        assertThat(world.runUntil(() -> up.isDone(server.handler()), 30_000)).isTrue();
        assertThat(server.client().address()).isEqualTo(moved);
        assertThat(server.handler().addresses()).containsExactly(moved);
        Traffic down = new Traffic(server.client(), 4, Priority.DATA);
        down.write(3000, world.sim().random());
        assertThat(world.runUntil(() -> down.isDone(client.handler()), 30_000)).isTrue();
    }

    @Test
    void aCopyFromElsewhereMovesNothing() {
        InetSocketAddress elsewhere = World.address(81, 1);
        int[] copies = new int[1];
        world.network()
                .filter(
                        (datagram, from, to) -> {
                            boolean ours = from.equals(client.address());
                            if (ours && copies[0]++ < 20) {
                                long now = world.nowNs();
                                world.network().send(datagram, datagram.length, elsewhere, to, now);
                                return false;
                            }
                            return true;
                        });
        List<byte[]> questions = new ArrayList<>();
        world.network().attach(elsewhere, (datagram, from, nowNs) -> questions.add(datagram));
        Traffic up = new Traffic(client.client(), 3, Priority.DATA);
        up.write(30_000, world.sim().random());
        world.runUntil(() -> up.isDone(server.handler()), 60_000);
        assertThat(copies[0]).isGreaterThan(5);
        assertThat(questions).isNotEmpty();
        assertThat(server.client().address()).isEqualTo(client.address());
        assertThat(server.handler().addresses()).isEmpty();
    }

    @Test
    void aFaultInOneClientsHandlerEndsThatClientOnly() {
        Node second = world.connectedClient();
        RecordingHandler first = server.handlers().get(0);
        first.onMessage(
                (flow, message) -> {
                    throw new IllegalStateException("a bug in an application");
                });
        Traffic bad = new Traffic(client.client(), 1, Priority.DATA);
        Traffic good = new Traffic(second.client(), 1, Priority.DATA);
        bad.write(10, world.sim().random());
        good.write(10, world.sim().random());
        world.runFor(1000);
        assertThat(first.closed()).contains(CloseReason.FAULT);
        assertThat(client.handler().closed()).contains(CloseReason.FAR_CLOSED);
        assertThat(server.endpoint().statistics().faults()).isEqualTo(1);
        good.verifyComplete(server.handlers().get(1));
    }
}
