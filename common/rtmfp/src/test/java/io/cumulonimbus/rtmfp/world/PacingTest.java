package io.cumulonimbus.rtmfp.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.Priority;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When packets leave: spread over the round trip, with a timer where acknowledgements do not. */
class PacingTest {
    private static final int KEY_FRAME = 60_000;
    private static final int FRAME = 4_000;

    private final World world = new World(1);
    private final Node viewer = world.connectedClient();
    private final Client client = world.server().client();
    private final Traffic video = new Traffic(client, 1, Priority.VIDEO);
    private final List<Long> departures = new ArrayList<>();

    /** A line of 10 Mbit/s with 80 ms of round trip, that carried a stream for some time. */
    private void warmUp() {
        world.network()
                .path(world.server().address(), viewer.address())
                .latencyMs(40)
                .rate(1_250_000, 60_000);
        world.network().path(viewer.address(), world.server().address()).latencyMs(40);
        Traffic bulk = new Traffic(client, 2, Priority.BULK);
        for (int i = 0; i < 40; i++) {
            bulk.write(50_000, world.sim().random());
        }
        assertThat(world.runUntil(() -> bulk.isDone(viewer.handler()), 60_000)).isTrue();
        frames(25);
        world.network()
                .filter(
                        (datagram, from, to) -> {
                            if (to.equals(viewer.address()) && datagram.length > 1000) {
                                departures.add(world.nowNs());
                            }
                            return true;
                        });
    }

    private void frames(int count) {
        for (int i = 0; i < count; i++) {
            video.write(FRAME, world.sim().random());
            world.runFor(40);
        }
    }

    @Test
    void aKeyFrameIsSpreadOverTheRoundTripAndNotOverMany() {
        warmUp();
        long dropped = world.network().dropped();
        long start = world.nowNs();
        video.write(KEY_FRAME, world.sim().random());
        assertThat(world.runUntil(() -> video.isDone(viewer.handler()), 10_000)).isTrue();
        // 48 ms for the line, 80 ms for the way there and back, and some of a round trip more.
        assertThat(world.nowNs() - start).isLessThan(180_000_000L);
        assertThat(world.network().dropped()).isEqualTo(dropped);
        long together = 1;
        long most = 1;
        for (int i = 1; i < departures.size(); i++) {
            together = departures.get(i) - departures.get(i - 1) < 500_000 ? together + 1 : 1;
            most = Math.max(most, together);
        }
        assertThat(most).as("packets that leave together").isLessThanOrEqualTo(12);
        world.verify();
    }

    @Test
    void soundDoesNotWaitForTheTimer() {
        warmUp();
        Traffic sound = new Traffic(client, 3, Priority.AUDIO);
        video.write(KEY_FRAME, world.sim().random());
        world.runFor(2);
        long sent = world.network().sent();
        sound.write(100, world.sim().random());
        world.runFor(0);
        assertThat(world.network().sent()).isGreaterThan(sent);
    }

    @Test
    void afterASilenceFewPacketsLeaveBeforeTheFirstAcknowledgement() {
        warmUp();
        world.runFor(5_000);
        departures.clear();
        video.write(KEY_FRAME, world.sim().random());
        world.runFor(60);
        assertThat(departures).hasSizeLessThanOrEqualTo(6);
    }
}
