package io.cumulonimbus.rtmfp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.world.Node;
import io.cumulonimbus.rtmfp.world.Traffic;
import io.cumulonimbus.rtmfp.world.World;
import org.junit.jupiter.api.Test;

/** Whom time-critical data restrains (RFC 7016 §A.2): not everybody else. */
class TimeCriticalityTest {
    /** How long a megabyte takes to one client while another one watches a film, in ms. */
    private static long besideAFilm(boolean film, boolean yieldToAllSessions) {
        SessionConfig usual = SessionConfig.DEFAULT;
        SessionConfig config =
                new SessionConfig(
                        usual.idlePingNs(),
                        usual.deadAfterNs(),
                        usual.drainNs(),
                        usual.maxDatagram(),
                        usual.flow(),
                        usual.buffers(),
                        usual.maxReceivingFlows(),
                        usual.maxLingeringFlows(),
                        yieldToAllSessions);
        World world = new World(1, EndpointConfig.SERVER.withSession(config));
        world.conditions().latencyMs(20);
        world.connectedClient();
        Client watching = world.server().client();
        Node loading = world.connectedClient();
        Traffic video = new Traffic(watching, 1, Priority.VIDEO);
        Traffic bulk = new Traffic(world.server().client(), 1, Priority.BULK);
        if (film) {
            video.write(2000, world.sim().random());
            world.runFor(200);
        }
        long start = world.nowNs();
        bulk.write(1_000_000, world.sim().random());
        while (!bulk.isDone(loading.handler())) {
            if (film) {
                video.write(2000, world.sim().random());
            }
            world.runFor(40);
        }
        return (world.nowNs() - start) / 1_000_000;
    }

    @Test
    void onePlayerDoesNotSlowEverybodyElse() {
        assertThat(besideAFilm(true, false)).isEqualTo(besideAFilm(false, false));
    }

    @Test
    void theRulesOfTheRfcAreThereForWhoWantsThem() {
        assertThat(besideAFilm(true, true)).isGreaterThan(2 * besideAFilm(false, true));
    }
}
