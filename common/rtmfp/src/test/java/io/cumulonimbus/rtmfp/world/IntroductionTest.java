package io.cumulonimbus.rtmfp.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.PeerHello;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import io.cumulonimbus.rtmfp.endpoint.ReceivedHello;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that is asked for its clients, and what an application can make of that. */
class IntroductionTest {
    private final List<ReceivedHello> hellos = new ArrayList<>();
    private final HelloPolicy keeping =
            (hello, nowNs) -> {
                if (hello.selected()) {
                    return new HelloPolicy.Respond();
                }
                hellos.add(hello);
                return new HelloPolicy.Ignore();
            };
    private final World world = new World(11, EndpointConfig.SERVER.withHello(keeping));
    private final Node wanted = world.connectedClient();
    private final Client wantedHere = world.server().client();
    private final EndpointDiscriminator id =
            EndpointDiscriminator.ofFingerprint(wantedHere.identity().peerId());

    @AfterEach
    void verify() {
        world.verify();
    }

    @Test
    void aHelloCanBeAnsweredLater() {
        Node asker = world.connectedClient();
        asker.connect(id, List.of(world.server().address()));
        world.runUntil(() -> !hellos.isEmpty(), 1000);
        assertThat(asker.clients()).hasSize(1);

        hellos.get(0).redirect(List.of(new Address(wanted.address(), Origin.OBSERVED)));
        world.runUntil(() -> asker.clients().size() == 2, 1000);
        assertThat(asker.client().identity().peerId()).isEqualTo(wantedHere.identity().peerId());
    }

    @Test
    void theWantedOneTurnsToTheAskerWhenItIsTold() {
        Node asker = world.connectedClient();
        asker.connect(id, List.of(world.server().address()));
        world.runUntil(() -> !hellos.isEmpty(), 1000);
        ReceivedHello hello = hellos.get(0);

        assertThat(wantedHere.introduce(new PeerHello(hello.tag(), hello.from(), true))).isTrue();
        world.runUntil(() -> asker.clients().size() == 2 && wanted.clients().size() == 2, 1000);
        assertThat(wanted.client().address()).isEqualTo(asker.address());
        assertThat(asker.client().address()).isEqualTo(wanted.address());
    }

    @Test
    void itIsKnownWhetherTheAskerHasASession() {
        Node asker = world.connectedClient();
        Client askerHere = world.server().client();
        asker.connect(id, List.of(world.server().address()));
        world.runUntil(() -> !hellos.isEmpty(), 1000);
        assertThat(hellos.get(0).asker()).containsSame(askerHere);

        askerHere.close(CloseReason.NEAR_CLOSED);
        hellos.clear();
        world.runUntil(() -> !hellos.isEmpty(), 5000);
        assertThat(hellos.get(0).asker()).isEmpty();
    }

    @Test
    void aStrangerIsNobody() {
        Node stranger = world.newClient();
        stranger.connect(id, List.of(world.server().address()));
        world.runUntil(() -> !hellos.isEmpty(), 1000);
        assertThat(hellos.get(0).asker()).isEmpty();
        assertThat(hellos.get(0).from()).isEqualTo(stranger.address());
    }

    @Test
    void noMoreIsQueuedThanLeavesAtOnce() {
        PeerHello hello = new PeerHello(new byte[16], World.address(9, 9), true);
        long taken = IntStream.range(0, 100).filter(i -> wantedHere.introduce(hello)).count();
        assertThat(taken).isBetween(1L, 8L);
        world.runFor(100);
        assertThat(wantedHere.introduce(hello)).isTrue();
    }

    @Test
    void whoIsLeavingIsNotTold() {
        wantedHere.close(CloseReason.NEAR_CLOSED);
        PeerHello hello = new PeerHello(new byte[16], World.address(9, 9), true);
        assertThat(wantedHere.introduce(hello)).isFalse();
        world.runFor(1000);
        assertThat(wantedHere.introduce(hello)).isFalse();
    }
}
