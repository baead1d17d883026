package io.cumulonimbus.rtmfp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.rtmfp.chunk.IHello;
import io.cumulonimbus.rtmfp.chunk.Redirect;
import io.cumulonimbus.rtmfp.world.Node;
import io.cumulonimbus.rtmfp.world.World;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A Redirect that names no address means the one that it comes from (RFC 7016 §2.3.5). */
class ImpliedRedirectTest {
    private static final InetSocketAddress NOWHERE = World.address(99, 1);

    private final World world = new World(1);
    private final Node client = world.newClient();

    /** Asks where nobody is; answers the tag of the hello. */
    private byte[] ask() {
        List<byte[]> tags = new ArrayList<>();
        world.network()
                .filter(
                        (datagram, from, to) -> {
                            if (to.equals(NOWHERE)) {
                                IHello hello = Packets.startup(datagram).only(IHello.class);
                                tags.add(hello.tag());
                            }
                            return true;
                        });
        client.connect(NOWHERE);
        world.runFor(100);
        return tags.get(0);
    }

    private void redirect(byte[] tag, InetSocketAddress from) {
        byte[] datagram = Packets.startup(0, new Redirect(tag, List.of()));
        world.network().send(datagram, datagram.length, from, client.address(), world.nowNs());
    }

    @Test
    void whoRedirectsWithoutAnAddressIsAskedItself() {
        byte[] tag = ask();
        redirect(tag, world.server().address());
        assertThat(world.runUntil(() -> !client.clients().isEmpty(), 1000)).isTrue();
        assertThat(client.client().address()).isEqualTo(world.server().address());
    }

    @Test
    void aStrangerWhoDoesNotKnowTheTagIsNotAsked() {
        ask();
        redirect(new byte[16], world.server().address());
        world.runFor(5_000);
        assertThat(world.server().endpoint().statistics().hellos()).isZero();
    }
}
