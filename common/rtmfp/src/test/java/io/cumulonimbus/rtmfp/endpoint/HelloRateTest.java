package io.cumulonimbus.rtmfp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.rtmfp.chunk.IHello;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.world.Node;
import io.cumulonimbus.rtmfp.world.World;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How many hellos of one network are answered. */
class HelloRateTest {
    private static final long SECOND = 1_000_000_000L;

    private final HelloRate rate = new HelloRate(new SplittableRandom(1));

    private int answered(String from, int asked, long nowNs) throws UnknownHostException {
        InetAddress address = InetAddress.getByName(from);
        int count = 0;
        for (int i = 0; i < asked; i++) {
            count += rate.allows(address, nowNs) ? 1 : 0;
        }
        return count;
    }

    @Test
    void aNetworkGetsABurstAndThenSoManyInASecond() throws UnknownHostException {
        assertThat(answered("192.0.2.1", 100_000, 0)).isBetween(3999, 4002);
        assertThat(answered("192.0.2.99", 100_000, SECOND)).isBetween(1999, 2002);
        assertThat(answered("192.0.2.7", 100_000, 2 * SECOND)).isBetween(1999, 2002);
    }

    @Test
    void otherNetworksDoNotSuffer() throws UnknownHostException {
        answered("192.0.2.1", 100_000, 0);
        assertThat(answered("192.0.3.1", 1000, 0)).isEqualTo(1000);
        answered("2001:db8:1:2::1", 100_000, 0);
        assertThat(answered("2001:db8:1:ff::9", 1, 0)).isZero();
        assertThat(answered("2001:db8:2::1", 1000, 0)).isEqualTo(1000);
    }

    @Test
    void hellosBeyondTheRateAreCountedAndGetNoAnswer() {
        World world = new World(1);
        Node server = world.server();
        byte[] wanted = EndpointDiscriminator.ofUri("rtmfp://server/app").bytes();
        byte[] hello = Packets.startup(0, new IHello(wanted, new byte[16]));
        long sent = world.network().sent();
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < 500; j++) {
                world.network()
                        .send(
                                hello,
                                hello.length,
                                World.address(1, 1000 + j),
                                server.address(),
                                world.nowNs());
            }
            world.runFor(1);
        }
        world.runFor(100);
        assertThat(server.endpoint().statistics().hellos()).isEqualTo(10_000);
        assertThat(server.endpoint().statistics().unansweredHellos()).isBetween(5_900L, 6_000L);
        assertThat(world.network().sent() - sent - 10_000).isBetween(4_000L, 4_100L);
    }
}
