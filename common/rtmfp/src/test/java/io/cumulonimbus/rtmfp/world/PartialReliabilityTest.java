package io.cumulonimbus.rtmfp.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.testkit.RecordingHandler;
import io.cumulonimbus.testkit.SeededTest;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Messages with deadlines: given up in time, with the gap shown, and nothing held up behind them.
 */
class PartialReliabilityTest {
    /** What arrived is a part of what was written, in order; answers how many are missing. */
    private static long missing(List<Message> written, List<Message> received) {
        int at = 0;
        for (Message message : received) {
            while (!written.get(at).equals(message)) {
                at++;
            }
            at++;
        }
        return written.size() - received.size();
    }

    @SeededTest(seeds = 40)
    void expiredMessagesAreMissingAndCountedAndTheOthersInOrder(long seed) {
        World world = new World(seed);
        RandomGenerator random = world.sim().random();
        world.conditions().loss(random.nextDouble(0.3)).latencyMs(10, 60).duplicate(0.05);
        Node client = world.connectedClient();
        Traffic up = new Traffic(client.client(), 1, Priority.VIDEO);
        for (int i = 0; i < 150; i++) {
            Deadline deadline =
                    random.nextInt(10) == 0
                            ? Deadline.NONE
                            : Deadline.finishWithin(random.nextInt(50, 500));
            up.write(random.nextInt(4, 4000), random, deadline);
            world.runFor(random.nextInt(40));
        }
        // The last one is reliable, so that every gap before it shows.
        up.write(5, random);
        RecordingHandler receiver = world.server().handler();
        Message last = up.written().get(up.written().size() - 1);
        boolean done =
                world.runUntil(
                        () ->
                                up.sink().queuedBytes() == 0
                                        && up.at(receiver)
                                                .filter(flow -> flow.messages().contains(last))
                                                .isPresent(),
                        600_000);
        assertThat(done).isTrue();
        RecordingHandler.Flow flow = up.at(receiver).orElseThrow();
        long missing = missing(up.written(), flow.messages());
        // Each missing message took one number at least.
        assertThat(flow.lost()).isGreaterThanOrEqualTo(missing);
        if (missing == 0) {
            assertThat(flow.lost()).isZero();
        }
        assertThat(up.heard().drained()).isEqualTo(up.writtenBytes());
        world.verify();
    }

    @Test
    void messagesThatAreNeverSentShowAsGaps() {
        World world = new World(1);
        Node client = world.connectedClient();
        RandomGenerator random = world.sim().random();
        Traffic up = new Traffic(client.client(), 1, Priority.VIDEO);
        up.write(10, random);
        world.runFor(1000);
        world.conditions().partitioned(true);
        up.write(9000, random, Deadline.finishWithin(300));
        for (int i = 0; i < 5; i++) {
            up.write(3000, random, Deadline.startWithin(300));
        }
        world.runFor(2000);
        assertThat(up.sink().queuedBytes()).isZero();
        world.conditions().partitioned(false);
        Message after = up.write(20, random);
        world.runFor(20_000);
        RecordingHandler.Flow flow = up.at(world.server().handler()).orElseThrow();
        assertThat(flow.messages()).containsExactly(up.written().get(0), after);
        assertThat(flow.lost()).isGreaterThanOrEqualTo(6);
    }

    @Test
    void aGapAtTheEndIsToldToTheReceiverWithoutFurtherData() {
        World world = new World(1);
        Node client = world.connectedClient();
        RandomGenerator random = world.sim().random();
        Traffic up = new Traffic(client.client(), 1, Priority.VIDEO);
        up.write(10, random);
        world.runFor(1000);
        int[] count = new int[1];
        world.network()
                .filter((datagram, from, to) -> !from.equals(client.address()) || ++count[0] > 1);
        // The first of two messages is lost and given up; the second one waits behind the hole.
        up.write(1100, random, Deadline.finishWithin(100));
        Message second = up.write(1100, random);
        world.runFor(60);
        RecordingHandler.Flow flow = up.at(world.server().handler()).orElseThrow();
        assertThat(flow.messages()).hasSize(1);
        world.runFor(5_000);
        assertThat(flow.messages()).hasSize(2).contains(second);
        assertThat(flow.lost()).isEqualTo(1);
    }

    @Test
    void deadlinesBeginWithTheFlushNotWithThePastOfTheLoop() {
        World world = new World(1);
        Node client = world.connectedClient();
        world.runFor(5_000);
        List<Traffic> flows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Traffic up = new Traffic(client.client(), i, Priority.AUDIO);
            up.write(100, world.sim().random(), Deadline.finishWithin(200));
            flows.add(up);
        }
        world.runFor(1000);
        flows.forEach(flow -> flow.verifyComplete(world.server().handler()));
    }

    @Test
    void audioOvertakesBulkThatWaits() {
        World world = new World(1);
        world.conditions().rate(20_000, 20_000).latencyMs(20);
        Node client = world.connectedClient();
        RandomGenerator random = world.sim().random();
        Traffic bulk = new Traffic(client.client(), 1, Priority.BULK);
        bulk.write(200_000, random);
        world.runFor(3_000);
        Traffic audio = new Traffic(client.client(), 2, Priority.AUDIO);
        audio.write(100, random);
        RecordingHandler receiver = world.server().handler();
        assertThat(world.runUntil(() -> audio.isDone(receiver), 3_000)).isTrue();
        assertThat(bulk.sink().queuedBytes()).isPositive();
    }

    @Test
    void aClosedWindowIsProbedAndReopens() {
        World world = new World(1);
        Node client = world.connectedClient();
        RecordingHandler receiver = world.server().handler();
        receiver.onFlow(flow -> flow.incoming().suspend(true));
        RandomGenerator random = world.sim().random();
        Traffic up = new Traffic(client.client(), 1, Priority.BULK);
        for (int i = 0; i < 40; i++) {
            up.write(100_000, random);
        }
        world.runFor(10_000);
        long held = up.sink().queuedBytes();
        assertThat(held).isGreaterThan(2_000_000);
        world.runFor(60_000);
        assertThat(up.sink().queuedBytes()).isEqualTo(held);
        // The news of the reopened window is lost: only a probe can find out.
        world.network().filter((datagram, from, to) -> !from.equals(world.server().address()));
        up.at(receiver).orElseThrow().incoming().suspend(false);
        world.runFor(200);
        world.network().filter((datagram, from, to) -> true);
        assertThat(world.runUntil(() -> up.isDone(receiver), 120_000)).isTrue();
        up.verifyComplete(receiver);
        world.verify();
    }
}
