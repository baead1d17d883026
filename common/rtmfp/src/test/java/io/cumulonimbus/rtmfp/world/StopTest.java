package io.cumulonimbus.rtmfp.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import org.junit.jupiter.api.Test;

/** Whoever stops owes nobody another answer. */
class StopTest {
    private final World world = new World(1);
    private final Node server = world.server();

    @Test
    void sessionsThatOnlyLingerDoNotHoldUpAStop() {
        Node client = world.connectedClient();
        client.client().close(CloseReason.NEAR_CLOSED);
        world.runFor(500);
        assertThat(server.endpoint().statistics().sessions()).isOne();

        server.endpoint().close(world.nowNs());
        world.runFor(1);
        assertThat(server.endpoint().statistics().sessions()).isZero();
    }

    @Test
    void sessionsThatWaitForTheirCloseToBeConfirmedDoNotEither() {
        Node client = world.connectedClient();
        client.die();
        server.client().close(CloseReason.NEAR_CLOSED);
        world.runFor(500);
        assertThat(server.endpoint().statistics().sessions()).isOne();

        server.endpoint().close(world.nowNs());
        world.runFor(1);
        assertThat(server.endpoint().statistics().sessions()).isZero();
    }
}
