package io.cumulonimbus.origin.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.link.EdgeLoad;
import io.cumulonimbus.net.link.LinkedEdge;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import io.cumulonimbus.rtmfp.endpoint.ReceivedHello;
import io.cumulonimbus.rtmfp.packet.Origin;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whom an origin with edges sends to them, and whom it serves itself. */
class EdgeRedirectionTest {
    private static final long SECOND = 1_000_000_000L;
    private static final InetSocketAddress OWN = new InetSocketAddress("192.0.2.1", 1935);

    private final List<LinkedEdge> edges = new ArrayList<>();
    private final EdgeRoster roster = new EdgeRoster(() -> List.copyOf(edges));
    private long nowNs;

    private EdgeRedirection redirection(int attempts) {
        return new EdgeRedirection(
                roster,
                attempts,
                new OwnAddress(Optional.empty(), () -> Optional.of(OWN)),
                HelloPolicy.RESPOND);
    }

    private void edge(int number, boolean taking, long sessions, int cpuPermille) {
        EdgeLoad load =
                new EdgeLoad(
                        Optional.of(new InetSocketAddress("192.0.2.1" + number, 1935)),
                        taking,
                        true,
                        sessions,
                        1000,
                        cpuPermille,
                        0);
        edges.removeIf(edge -> edge.name().equals("edge-" + number));
        edges.add(
                new LinkedEdge("edge-" + number, "10.0.0." + number + ":5", 0, Optional.of(load)));
        roster.changed();
    }

    /** What a client from there is told: addresses, or "here" when it is served. */
    private String hello(HelloPolicy policy, int tag, String from) {
        byte[] bytes = ByteBuffer.allocate(16).putInt(tag).array();
        ReceivedHello hello =
                new ReceivedHello(
                        EndpointDiscriminator.ofUri("rtmfp://host/app"),
                        true,
                        bytes,
                        new InetSocketAddress(from, 4000),
                        Optional.empty(),
                        addresses -> {},
                        () -> {});
        HelloPolicy.Answer answer = policy.answer(hello, nowNs);
        if (answer instanceof HelloPolicy.RedirectTo redirect) {
            assertThat(redirect.addresses())
                    .allMatch(address -> address.origin() == Origin.REPORTED);
            List<String> hosts =
                    redirect.addresses().stream()
                            .map(address -> address.socket().getAddress().getHostAddress())
                            .map(host -> host.substring("192.0.2.".length()))
                            .toList();
            return String.join(" ", hosts);
        }
        return answer instanceof HelloPolicy.Respond ? "here" : "silence";
    }

    private String hello(HelloPolicy policy, int tag) {
        return hello(policy, tag, "198.51.100.7");
    }

    @Test
    void row65TheFirstHellosOfATagAreSentToEdgesAndTheNextIsServedHere() {
        edge(1, true, 0, 0);
        EdgeRedirection policy = redirection(2);
        assertThat(hello(policy, 1)).isEqualTo("1 11");
        assertThat(hello(policy, 2)).isEqualTo("1 11");
        assertThat(hello(policy, 1)).isEqualTo("1 11");
        assertThat(hello(policy, 1)).isEqualTo("here");
        assertThat(hello(policy, 1)).isEqualTo("here");
        assertThat(hello(policy, 2)).isEqualTo("1 11");
    }

    @Test
    void withoutALimitNobodyIsServedHereNorToldOfUs() {
        edge(1, true, 0, 0);
        EdgeRedirection policy = redirection(0);
        for (int i = 0; i < 10; i++) {
            assertThat(hello(policy, 1)).isEqualTo("11");
        }
    }

    @Test
    void withoutAnEdgeThatTakesClientsAllAreServedHere() {
        EdgeRedirection policy = redirection(2);
        EdgeRedirection always = redirection(0);
        assertThat(hello(policy, 1)).isEqualTo("here");
        assertThat(hello(always, 1)).isEqualTo("here");
        edge(1, false, 0, 0);
        edge(2, true, 1000, 0);
        assertThat(hello(policy, 1)).isEqualTo("here");
        assertThat(hello(always, 1)).isEqualTo("here");
    }

    @Test
    void anEdgeThatGoesOrTakesNobodyLeavesAtOnce() {
        edge(1, true, 0, 0);
        edge(2, true, 1, 0);
        edge(3, true, 2, 0);
        EdgeRedirection policy = redirection(0);
        assertThat(hello(policy, 1)).isEqualTo("11 12 13");
        edge(2, false, 1, 0);
        assertThat(hello(policy, 2)).isEqualTo("11 13");
        edges.removeIf(edge -> edge.name().equals("edge-1"));
        roster.changed();
        assertThat(hello(policy, 3)).isEqualTo("13");
    }

    @Test
    void anEdgeThatFellSilentIsMissedWithoutBeingToldOf() {
        edge(1, true, 0, 0);
        EdgeRedirection policy = redirection(0);
        assertThat(hello(policy, 1)).isEqualTo("11");
        edges.set(0, new LinkedEdge("edge-1", "10.0.0.1:5", 0, Optional.empty()));
        nowNs += SECOND;
        assertThat(hello(policy, 2)).isEqualTo("here");
    }

    @Test
    void theLeastLoadedAreNamedFirstAndNeverMoreThanSix() {
        edge(1, true, 30, 0);
        edge(2, true, 20, 900);
        edge(3, true, 10, 0);
        assertThat(hello(redirection(0), 1)).isEqualTo("13 11 12");
        for (int i = 4; i < 10; i++) {
            edge(i, true, 100 + i, 0);
        }
        assertThat(hello(redirection(1), 2)).isEqualTo("1 13 11 14 15 16 17");
    }

    @Test
    void manyWhoComeBetweenTwoReportsAreSpread() {
        edge(1, true, 0, 0);
        edge(2, true, 2, 0);
        EdgeRedirection policy = redirection(0);
        assertThat(hello(policy, 1)).isEqualTo("11 12");
        assertThat(hello(policy, 2)).isEqualTo("11 12");
        assertThat(hello(policy, 3)).isEqualTo("11 12");
        assertThat(hello(policy, 4)).isEqualTo("12 11");
        edge(1, true, 3, 0);
        edge(2, true, 5, 0);
        assertThat(hello(policy, 5)).isEqualTo("11 12");
    }

    @Test
    void attemptsAreForgottenWhenTheClientMustHaveGivenUp() {
        edge(1, true, 0, 0);
        EdgeRedirection policy = redirection(1);
        assertThat(hello(policy, 1)).isEqualTo("1 11");
        nowNs += 95 * SECOND;
        assertThat(hello(policy, 1)).isEqualTo("here");
        nowNs += SECOND;
        assertThat(hello(policy, 1)).isEqualTo("1 11");
    }

    @Test
    void aFloodIsServedInsteadOfForgettingThoseWhoMayComeBack() {
        edge(1, true, 0, 0);
        EdgeRedirection policy = redirection(2);
        assertThat(hello(policy, 1, "203.0.113.1")).isEqualTo("1 11");
        for (int i = 2; i <= HelloAttempts.MOST; i++) {
            assertThat(hello(policy, i)).isEqualTo("1 11");
        }
        assertThat(hello(policy, -1)).isEqualTo("here");
        assertThat(hello(policy, -2, "203.0.114.1")).isEqualTo("here");
        assertThat(hello(policy, 1, "203.0.113.1")).isEqualTo("1 11");
        assertThat(hello(policy, 1, "203.0.113.1")).isEqualTo("here");
    }

    @Test
    void aNetworkWithoutRoomForgetsItsOwnOldestFirst() {
        HelloAttempts attempts = new HelloAttempts();
        InetSocketAddress flood = new InetSocketAddress("198.51.100.7", 1);
        InetSocketAddress other = new InetSocketAddress("203.0.113.1", 1);
        byte[] mine = new byte[16];
        assertThat(attempts.next(mine, other.getAddress(), 0)).isZero();
        for (int i = 1; i < HelloAttempts.MOST; i++) {
            byte[] tag = ByteBuffer.allocate(16).putInt(i).array();
            attempts.next(tag, flood.getAddress(), 1);
        }
        long later = 20 * SECOND;
        byte[] newcomer = ByteBuffer.allocate(16).putInt(-1).array();
        assertThat(attempts.next(newcomer, flood.getAddress(), later)).isZero();
        assertThat(attempts.size()).isEqualTo(HelloAttempts.MOST);
        assertThat(attempts.next(mine, other.getAddress(), later)).isEqualTo(1);
        byte[] first = ByteBuffer.allocate(16).putInt(1).array();
        assertThat(attempts.next(first, flood.getAddress(), later)).isZero();
    }

    @Test
    void whoWantsAPeerIsNotSentToAnEdge() {
        edge(1, true, 0, 0);
        ReceivedHello hello =
                new ReceivedHello(
                        EndpointDiscriminator.ofFingerprint(new byte[32]),
                        false,
                        new byte[16],
                        new InetSocketAddress("198.51.100.7", 1),
                        Optional.empty(),
                        addresses -> {},
                        () -> {});
        assertThat(redirection(2).answer(hello, 0)).isInstanceOf(HelloPolicy.Respond.class);
    }

    @Test
    void behindAWildcardSocketTheClientIsToldTheAddressThatItReaches() {
        OwnAddress own =
                new OwnAddress(
                        Optional.empty(), () -> Optional.of(new InetSocketAddress("0.0.0.0", 77)));
        assertThat(own.towards(new InetSocketAddress("127.0.0.1", 9)))
                .contains(new InetSocketAddress("127.0.0.1", 77));
        OwnAddress published =
                new OwnAddress(Optional.of(OWN), () -> Optional.of(new InetSocketAddress(77)));
        assertThat(published.towards(new InetSocketAddress("127.0.0.1", 9))).contains(OWN);
    }
}
