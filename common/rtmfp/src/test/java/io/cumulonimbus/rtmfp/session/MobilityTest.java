package io.cumulonimbus.rtmfp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Priority;
import io.cumulonimbus.rtmfp.flow.CongestionWindow;
import io.cumulonimbus.rtmfp.world.Node;
import io.cumulonimbus.rtmfp.world.Traffic;
import io.cumulonimbus.rtmfp.world.World;
import org.junit.jupiter.api.Test;

/** What is kept, and what not, when a far end goes elsewhere (RFC 7016 §3.5.4.2). */
class MobilityTest {
    private final World world = new World(1);

    @Test
    void nothingIsKnownOfThePathToANewAddress() {
        Node client = world.connectedClient();
        Session atServer = (Session) world.server().client();
        Traffic down = new Traffic(atServer, 1, Priority.BULK);
        down.write(500_000, world.sim().random());
        assertThat(world.runUntil(() -> down.isDone(client.handler()), 20_000)).isTrue();
        assertThat(atServer.transmissions().window()).isGreaterThan(5 * CongestionWindow.INITIAL);
        client.moveTo(World.address(9, 777));
        new Traffic(client.client(), 2, Priority.BULK).write(10, world.sim().random());
        world.runFor(1000);
        assertThat(atServer.address()).isEqualTo(client.address());
        assertThat(atServer.transmissions().window()).isEqualTo(CongestionWindow.INITIAL);
        // The old path's pipe may be wider: it is slow start again, not what it was before.
        down.write(10_000, world.sim().random());
        world.runFor(5);
        assertThat(atServer.transmissions().outstanding())
                .isLessThan(CongestionWindow.INITIAL + 1200);
    }
}
