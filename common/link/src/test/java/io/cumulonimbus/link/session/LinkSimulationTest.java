package io.cumulonimbus.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.session.LinkPair.Carried;
import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.RecordingHandler;
import io.cumulonimbus.testkit.SeededTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Clients that do anything at any time over a link that is narrow, and dies. */
class LinkSimulationTest {
    /** A seed by itself, for tests that make their own world. */
    public record Seed(long value) {}

    private final Map<MessageSink, List<Message>> written = new HashMap<>();

    private final List<MessageSink> sinks = new ArrayList<>();

    private void act(LinkPair pair, RandomGenerator random) {
        Carried client = pair.carried.get(random.nextInt(pair.carried.size()));
        if (client.atOrigin == null) {
            return;
        }
        boolean down = random.nextBoolean();
        Client end = down ? client.atOrigin : client.direct.far();
        RecordingHandler handler = down ? client.originHandler : client.clientHandler;
        switch (random.nextInt(12)) {
            case 0 -> {
                Priority priority = Priority.values()[random.nextInt(5)];
                Optional<IncomingFlow> answers =
                        handler.flows().stream()
                                .filter(flow -> !flow.closed())
                                .map(RecordingHandler.Flow::incoming)
                                .findAny();
                sinks.add(
                        end.openFlow(
                                new FlowSpec(new byte[] {1}, answers, priority),
                                SinkListener.NONE));
            }
            case 1, 2, 3, 4, 5 -> {
                if (!sinks.isEmpty()) {
                    MessageSink sink = sinks.get(random.nextInt(sinks.size()));
                    int length =
                            random.nextInt(4) == 0
                                    ? random.nextInt(200_000)
                                    : random.nextInt(2_000);
                    byte[] bytes = new byte[length];
                    random.nextBytes(bytes);
                    Message message = Message.of(bytes);
                    if (sink.write(message, Deadline.NONE)) {
                        written.computeIfAbsent(sink, s -> new ArrayList<>()).add(message);
                    }
                }
            }
            case 6 -> {
                if (!sinks.isEmpty() && random.nextInt(4) == 0) {
                    sinks.get(random.nextInt(sinks.size())).close();
                }
            }
            case 7 ->
                    handler.flows().stream()
                            .filter(flow -> !flow.closed())
                            .findAny()
                            .ifPresent(flow -> flow.incoming().suspend(random.nextBoolean()));
            case 8 -> {
                if (random.nextInt(8) == 0) {
                    handler.flows().stream()
                            .filter(flow -> !flow.closed())
                            .findAny()
                            .ifPresent(flow -> flow.incoming().reject(5));
                }
            }
            case 9 -> client.direct.stall(random.nextBoolean());
            case 10 -> {
                if (random.nextInt(20) == 0) {
                    end.close(CloseReason.NEAR_CLOSED);
                }
            }
            default -> {
                if (random.nextInt(4) == 0 && pair.carried.size() < 12) {
                    pair.connectQuietly();
                }
            }
        }
    }

    private static void step(LinkPair pair, RandomGenerator random) {
        pair.edge.capacity = random.nextInt(100_000);
        pair.origin.capacity = random.nextInt(100_000);
        switch (random.nextInt(5)) {
            case 0 -> pair.pumpClients();
            case 1, 2 -> pair.carry(pair.edge, pair.origin);
            default -> pair.carry(pair.origin, pair.edge);
        }
        if (random.nextInt(10) == 0) {
            pair.clock.advanceMs(random.nextInt(300));
            pair.edge.session.advance(pair.clock.nowNs());
            pair.origin.session.advance(pair.clock.nowNs());
        }
    }

    /** Every message received on any flow, at either end. */
    private static List<RecordingHandler.Flow> received(LinkPair pair) {
        List<RecordingHandler.Flow> flows = new ArrayList<>();
        for (Carried client : pair.carried) {
            flows.addAll(client.originHandler.flows());
            flows.addAll(client.clientHandler.flows());
        }
        return flows;
    }

    private void check(LinkPair pair) {
        for (Carried client : pair.carried) {
            client.originHandler.verify();
            client.clientHandler.verify();
        }
        assertThat(pair.origin.session.statistics().faults()).isZero();
        assertThat(pair.edge.session.statistics().faults()).isZero();
        List<List<Message>> sent = new ArrayList<>(written.values());
        for (RecordingHandler.Flow flow : received(pair)) {
            List<Message> got = flow.messages();
            assertThat(sent)
                    .as("each flow received a beginning of what was written to one sink")
                    .anyMatch(
                            all ->
                                    all.size() >= got.size()
                                            && all.subList(0, got.size()).equals(got));
        }
    }

    @SeededTest(seeds = 100)
    void whateverClientsDoOrderIsKeptAndNothingLeaks(Seed seed) {
        LinkPair pair = new LinkPair(seed.value());
        pair.settle();
        pair.connect();
        for (int i = 0; i < 600; i++) {
            act(pair, pair.random);
            step(pair, pair.random);
        }
        pair.edge.capacity = Integer.MAX_VALUE;
        pair.origin.capacity = Integer.MAX_VALUE;
        for (Carried client : pair.carried) {
            client.direct.stall(false);
        }
        received(pair).forEach(flow -> flow.incoming().suspend(false));
        pair.settle();
        received(pair).forEach(flow -> flow.incoming().suspend(false));
        pair.settle();
        check(pair);
        assertThat(pair.edge.lost).isEmpty();
        assertThat(pair.origin.lost).isEmpty();
        assertThat(sinks).allMatch(sink -> sink.queuedBytes() == 0);
        assertThat(pair.edge.session.statistics().backlog()).isZero();
        assertThat(pair.origin.session.statistics().backlog()).isZero();
        pair.carried.forEach(client -> client.direct.far().close(CloseReason.NEAR_CLOSED));
        pair.settle();
        assertThat(pair.edge.session.statistics().sessions()).isZero();
        assertThat(pair.origin.session.statistics().sessions()).isZero();
    }

    @SeededTest(seeds = 100)
    void aLinkThatDiesAtAnyTimeEndsEverySessionOnce(Seed seed) {
        LinkPair pair = new LinkPair(seed.value());
        pair.settle();
        pair.connect();
        int death = pair.random.nextInt(300);
        for (int i = 0; i < death; i++) {
            act(pair, pair.random);
            step(pair, pair.random);
        }
        pair.edge.session.hungUp();
        pair.origin.session.hungUp();
        pair.settle();
        check(pair);
        for (Carried client : pair.carried) {
            assertThat(client.clientHandler.closed()).isPresent();
            assertThat(client.atOrigin == null || client.originHandler.closed().isPresent())
                    .isTrue();
        }
        assertThat(pair.edge.session.statistics().backlog()).isZero();
        assertThat(pair.origin.session.statistics().backlog()).isZero();
        assertThat(pair.origin.session.statistics().sessions()).isZero();
    }

    /** Nothing is heard of it any more; what its clients know does not matter. */
    @SeededTest(seeds = 200)
    void anEdgeThatIsKilledAtAnyTimeEndsEverySessionOnceWhenItsTimeIsOver(Seed seed) {
        LinkPair pair = LinkPair.lasting(seed.value(), 10_000);
        pair.settle();
        pair.connect();
        int death = pair.random.nextInt(200);
        for (int i = 0; i < death; i++) {
            act(pair, pair.random);
            step(pair, pair.random);
        }
        pair.origin.session.hungUp();
        int kept = pair.origin.session.statistics().sessions();
        for (int i = 0; i < 11; i++) {
            assertThat(pair.origin.session.statistics().sessions()).isEqualTo(i < 10 ? kept : 0);
            pair.clock.advanceMs(1_001);
            pair.origin.session.advance(pair.clock.nowNs());
            pair.origin.session.flush(pair.origin, pair.clock.nowNs());
        }
        assertThat(pair.origin.lost).contains(LinkLoss.NOT_RESUMED);
        for (Carried client : pair.carried) {
            client.originHandler.verify();
            assertThat(client.atOrigin == null || client.originHandler.closed().isPresent())
                    .isTrue();
        }
        assertThat(pair.origin.session.statistics().backlog()).isZero();
        assertThat(pair.origin.session.statistics().faults()).isZero();
    }

    @SeededTest(seeds = 300)
    void aSpoiledStreamEndsTheLinkOrIsTakenButNeverThrows(Seed seed) {
        LinkPair pair = new LinkPair(seed.value());
        pair.settle();
        pair.connect();
        Mutator mutator = new Mutator(pair.random);
        for (int i = 0; i < 100; i++) {
            act(pair, pair.random);
            pair.pumpClients();
            pair.edge.session.flush(pair.edge, pair.clock.nowNs());
            byte[] bytes = mutator.mutate(pair.edge.take());
            pair.origin.session.receive(bytes, 0, bytes.length, pair.clock.nowNs());
            pair.origin.session.flush(pair.origin, pair.clock.nowNs());
            byte[] back = mutator.mutate(pair.origin.take());
            pair.edge.session.receive(back, 0, back.length, pair.clock.nowNs());
        }
        pair.edge.session.hungUp();
        pair.origin.session.hungUp();
        pair.settle();
        for (Carried client : pair.carried) {
            client.originHandler.verify();
            client.clientHandler.verify();
            assertThat(client.clientHandler.closed()).isPresent();
        }
    }
}
