package io.cumulonimbus.rtmfp.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.testkit.RecordingHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Messages that are worth nothing without the one before them (RFC 7016 §3.6.2.7). */
class DependentMessagesTest {
    private static final Deadline PATIENT = Deadline.startWithin(60_000);
    private static final Deadline DEPENDENT = PATIENT.asDependent();

    private final World world = new World(1);
    private final RandomGenerator random = world.sim().random();
    private final Node client = world.connectedClient();
    private final Traffic video = new Traffic(world.server().client(), 1, Priority.VIDEO);
    private final List<Message> wanted = new ArrayList<>();

    private void arrives(Message message) {
        wanted.add(message);
    }

    private void slowDown() {
        world.network()
                .path(world.server().address(), client.address())
                .latencyMs(10)
                .rate(20_000, 1_000_000);
        arrives(video.write(20_000, random));
    }

    private void verify(int abandoned) {
        RecordingHandler receiver = client.handler();
        assertThat(world.runUntil(() -> video.sink().queuedBytes() == 0, 60_000)).isTrue();
        world.runFor(1_000);
        assertThat(video.at(receiver).orElseThrow().messages()).isEqualTo(wanted);
        assertThat(video.heard().abandoned()).isEqualTo(abandoned);
        assertThat(video.heard().drained()).isEqualTo(video.writtenBytes());
        world.verify();
    }

    @Test
    void whatFollowsALateMessageIsGivenUpUpToTheNextThatStandsAlone() {
        slowDown();
        video.write(500, random, Deadline.startWithin(100));
        video.write(500, random, DEPENDENT);
        arrives(video.write(500, random, Deadline.NONE));
        video.write(500, random, DEPENDENT);
        arrives(video.write(500, random, PATIENT));
        arrives(video.write(500, random, DEPENDENT));
        verify(3);
    }

    @Test
    void whatIsWrittenLaterIsGivenUpAtOnce() {
        slowDown();
        video.write(500, random, Deadline.startWithin(100));
        world.runFor(300);
        long queued = video.sink().queuedBytes();
        video.write(500, random, DEPENDENT);
        assertThat(video.sink().queuedBytes()).isEqualTo(queued);
        arrives(video.write(500, random, PATIENT));
        arrives(video.write(500, random, DEPENDENT));
        verify(2);
    }

    @Test
    void aMessageThatWasBegunIsFinishedWhenOneThatNeedsItIsUnderWay() {
        world.network().path(world.server().address(), client.address()).partitioned(true);
        arrives(video.write(500, random, new Deadline(60_000_000_000L, 100_000_000)));
        arrives(video.write(500, random, DEPENDENT));
        world.runFor(1_000);
        world.network().path(world.server().address(), client.address()).partitioned(false);
        verify(0);
    }

    @Test
    void aMessageThatWasBegunIsGivenUpWhenNothingUnderWayNeedsIt() {
        slowDown();
        video.write(500, random, new Deadline(60_000_000_000L, 100_000_000));
        video.write(500, random, DEPENDENT);
        verify(2);
    }
}
