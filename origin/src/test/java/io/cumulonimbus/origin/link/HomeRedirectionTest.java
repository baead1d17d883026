package io.cumulonimbus.origin.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.origin.cluster.Node;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import io.cumulonimbus.rtmfp.endpoint.ReceivedHello;
import io.cumulonimbus.rtmfp.packet.Origin;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whom an origin sends to the home of their application, and whom it serves itself. */
class HomeRedirectionTest {
    private static final long SECOND = 1_000_000_000L;
    private static final InetSocketAddress OWN = new InetSocketAddress("192.0.2.1", 1935);
    private static final NodeId THERE = new NodeId("there", 7);

    private final Map<String, Node> homes = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final HelloPolicy policy =
            new HomeRedirection(
                    path -> {
                        asked.add(path);
                        return Optional.ofNullable(homes.get(path));
                    },
                    10,
                    new OwnAddress(Optional.empty(), () -> Optional.of(OWN)),
                    HelloPolicy.RESPOND);
    private long nowNs;

    private void home(String path, String host, int load, boolean draining) {
        Optional<HostPort> clients =
                host.isEmpty() ? Optional.empty() : Optional.of(new HostPort(host, 1935));
        Node home = Node.unknown(THERE).at(Optional.empty(), clients);
        homes.put(path, home.withLoad(load).draining(draining));
    }

    private String hello(EndpointDiscriminator wanted, boolean selected, int tag, String from) {
        ReceivedHello hello =
                new ReceivedHello(
                        wanted,
                        selected,
                        ByteBuffer.allocate(16).putInt(tag).array(),
                        new InetSocketAddress(from, 4000),
                        Optional.empty(),
                        addresses -> {},
                        () -> {});
        HelloPolicy.Answer answer = policy.answer(hello, nowNs);
        if (answer instanceof HelloPolicy.RedirectTo redirect) {
            assertThat(redirect.addresses())
                    .allMatch(address -> address.origin() == Origin.REPORTED)
                    .allMatch(address -> address.socket().getPort() == 1935);
            return String.join(
                    " ",
                    redirect.addresses().stream()
                            .map(address -> address.socket().getAddress().getHostAddress())
                            .toList());
        }
        return answer instanceof HelloPolicy.Respond ? "here" : "silence";
    }

    private String hello(String uri, int tag) {
        return hello(EndpointDiscriminator.ofUri(uri), true, tag, "198.51.100.7");
    }

    @Test
    void theFirstHelloIsSentToTheHomeAndTheNextIsServedHere() {
        home("chat/room", "192.0.2.2", 0, false);
        String uri = "rtmfp://192.0.2.1/chat%2Froom/?a=b";
        assertThat(hello(uri, 1)).isEqualTo("192.0.2.1 192.0.2.2");
        assertThat(hello(uri, 1)).isEqualTo("here");
        assertThat(hello(uri, 1)).isEqualTo("here");
        assertThat(hello(uri, 2)).isEqualTo("192.0.2.1 192.0.2.2");
        nowNs += 96 * SECOND;
        assertThat(hello(uri, 1)).isEqualTo("192.0.2.1 192.0.2.2");
    }

    @Test
    void whoseHomeIsHereOrUnknownIsServedHere() {
        home("chat", "192.0.2.2", 0, false);
        assertThat(hello("rtmfp://192.0.2.1/film", 1)).isEqualTo("here");
        assertThat(hello("rtmfp://192.0.2.1", 2)).isEqualTo("here");
        assertThat(hello("", 3)).isEqualTo("here");
        assertThat(asked).containsExactly("film", "", "");
    }

    @Test
    void aHomeThatHasManyClientsOrStopsOrHasNoAddressIsSpared() {
        home("busy", "192.0.2.2", 10, false);
        home("stopping", "192.0.2.2", 0, true);
        home("unknown", "", 0, false);
        home("named", "origin.example.org", 0, false);
        home("idle", "192.0.2.2", 9, false);
        for (String path : List.of("busy", "stopping", "unknown", "named")) {
            assertThat(hello("rtmfp://host/" + path, 1)).as(path).isEqualTo("here");
        }
        assertThat(hello("rtmfp://host/idle", 1)).isEqualTo("192.0.2.1 192.0.2.2");
    }

    @Test
    void anAddressThatTheClientCannotReachIsNotTold() {
        home("six", "2001:db8::2", 0, false);
        home("local", "127.0.0.2", 0, false);
        EndpointDiscriminator six = EndpointDiscriminator.ofUri("rtmfp://host/six");
        EndpointDiscriminator local = EndpointDiscriminator.ofUri("rtmfp://host/local");
        assertThat(hello(six, true, 1, "198.51.100.7")).isEqualTo("here");
        assertThat(hello(six, true, 2, "2001:db8::9")).endsWith(" 2001:db8:0:0:0:0:0:2");
        assertThat(hello(local, true, 3, "198.51.100.7")).isEqualTo("here");
        assertThat(hello(local, true, 4, "127.0.0.1")).isEqualTo("192.0.2.1 127.0.0.2");
    }

    @Test
    void whoWantsAPeerOrAnotherServerIsNotSentToAHome() {
        home("", "192.0.2.2", 0, false);
        EndpointDiscriminator peer = EndpointDiscriminator.ofFingerprint(new byte[32]);
        assertThat(hello(peer, true, 1, "198.51.100.7")).isEqualTo("here");
        assertThat(hello(peer, false, 2, "198.51.100.7")).isEqualTo("here");
        assertThat(asked).isEmpty();
    }

    @Test
    void aFloodIsServedHere() {
        home("chat", "192.0.2.2", 0, false);
        for (int i = 0; i < HelloAttempts.MOST; i++) {
            assertThat(hello("rtmfp://host/chat", i)).isEqualTo("192.0.2.1 192.0.2.2");
        }
        assertThat(hello("rtmfp://host/chat", -1)).isEqualTo("here");
    }
}
