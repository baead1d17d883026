package io.cumulonimbus.rtmp.tunnel;

import static io.cumulonimbus.rtmp.tunnel.TunnelRig.error;
import static io.cumulonimbus.rtmp.tunnel.TunnelRig.ok;
import static io.cumulonimbus.rtmp.tunnel.TunnelRig.videoMessage;
import static io.cumulonimbus.rtmp.tunnel.TunnelRig.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.rtmp.connection.RtmpConfig;
import io.cumulonimbus.rtmp.tunnel.TunnelRig.Exchange;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How sessions end: closed by either end, given up, or never begun. */
class TunnelEndsTest {
    private final TunnelRig rig = new TunnelRig(TunnelConfig.DEFAULT.withNode("eu-1a"));

    @AfterEach
    void rulesOfTheSeamWereKept() {
        rig.verify();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/close/%s/7", "/close/%s"})
    void closeIsTheEndWhateverItsNumber(String path) {
        String id = rig.shaken();
        Exchange poll = rig.idle(id, 2);
        Exchange early = rig.send(id, 5, videoMessage(1));
        assertThat(rig.post(path.formatted(id)).text()).isEqualTo(ok("\u0000"));
        assertThat(rig.handlers.get(0).closed()).contains(CloseReason.FAR_CLOSED);
        assertThat(poll.body()).isEqualTo(new byte[1]);
        assertThat(early.body()).isEqualTo(new byte[1]);
        assertThat(rig.idle(id, 3).text()).isEqualTo(error("410 Gone"));
        assertThat(rig.post("/close/" + id).text()).isEqualTo(ok("\u0000"));
        assertThat(rig.tunnels.statistics().sessions()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/close/2", "/close/nobody/3", "/close"})
    void closeOfNothingIsWell(String path) {
        assertThat(rig.post(path, (byte) 0).text()).isEqualTo(ok("\u0000"));
    }

    @Test
    void ourCloseIsSaidInRtmpThenByTheIntervalThenByTheStatus() {
        String id = rig.shaken();
        write(rig.video(0), 1000);
        rig.connections.get(0).close(CloseReason.NEAR_CLOSED);
        Exchange last = rig.idle(id, 2);
        assertThat(last.interval()).isZero();
        assertThat(last.data()).hasSizeGreaterThan(1000);
        assertThat(rig.idle(id, 3).text()).isEqualTo(error("410 Gone"));
        assertThat(rig.handlers.get(0).closed()).contains(CloseReason.NEAR_CLOSED);
    }

    @Test
    void aHeldPollHearsOfOurClose() {
        String id = rig.shaken();
        Exchange poll = rig.idle(id, 2);
        rig.connections.get(0).close(CloseReason.STOPPING);
        rig.turn();
        assertThat(poll.interval()).isZero();
        assertThat(rig.tunnels.statistics().sessions()).isZero();
    }

    @Test
    void aSessionThatIsNotAskedForIsGone() {
        String id = rig.shaken();
        for (int i = 0; i < 59; i++) {
            rig.pass(1000);
        }
        assertThat(rig.handlers.get(0).closed()).isEmpty();
        rig.pass(1000);
        assertThat(rig.handlers.get(0).closed()).contains(CloseReason.TIMED_OUT);
        assertThat(rig.idle(id, 2).status()).isEqualTo(410);
    }

    @Test
    void pollsKeepASessionAlive() {
        String id = rig.shaken();
        for (int i = 0; i < 200; i++) {
            rig.idle(id, 2 + i);
            rig.pass(1000);
        }
        assertThat(rig.handlers.get(0).closed()).isEmpty();
    }

    @Test
    void brokenBytesEndTheirSessionOnly() {
        String id = rig.shaken();
        String other = rig.shaken();
        assertThat(rig.send(id, 2, (byte) 0xc9).interval()).isZero();
        assertThat(rig.handlers.get(0).closed()).contains(CloseReason.MISBEHAVED);
        assertThat(rig.idle(id, 3).status()).isEqualTo(410);
        assertThat(rig.send(other, 2, videoMessage(1)).status()).isEqualTo(200);
        rig.tunnels.close(CloseReason.STOPPING, rig.clock.nowNs());
        assertThat(rig.handlers.get(1).closed()).contains(CloseReason.STOPPING);
        assertThat(rig.tunnels.statistics().sessions()).isZero();
    }

    @Test
    void sessionsWithoutAHandshakeAreBoundedAndGivenUp() {
        Set<String> ids = new HashSet<>();
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            Exchange exchange = new Exchange();
            InetSocketAddress from =
                    new InetSocketAddress("198.51." + i % 20 + "." + i % 7, 1000 + i % 1000);
            rig.tunnels.request(
                    new TunnelRequest("POST", "/open/1", new byte[1], from, false),
                    exchange,
                    rig.clock.nowNs());
            if (exchange.status() == 503) {
                assertThat(exchange.body()).isEmpty();
                refused++;
            } else {
                ids.add(new String(exchange.body(), StandardCharsets.US_ASCII));
            }
        }
        assertThat(ids).hasSize(1024);
        assertThat(refused).isEqualTo(10_000 - 1024);
        rig.pass(RtmpConfig.DEFAULT.handshakeNs() / 1_000_000);
        assertThat(rig.tunnels.statistics().sessions()).isZero();
        assertThat(rig.tunnels.statistics().opening()).isZero();
        assertThat(rig.open()).isNotEmpty();
    }

    @Test
    void oneAddressDoesNotTakeAllThePlaces() {
        for (int i = 0; i < 256; i++) {
            assertThat(rig.open()).isNotEmpty();
        }
        assertThat(rig.post("/open/1", (byte) 0).status()).isEqualTo(503);
        Exchange other = new Exchange();
        InetSocketAddress from = new InetSocketAddress("203.0.113.1", 1);
        rig.tunnels.request(
                new TunnelRequest("POST", "/open/1", new byte[1], from, true),
                other,
                rig.clock.nowNs());
        assertThat(other.status()).isEqualTo(200);
        assertThat(rig.connections.getLast().identity().protocol()).isEqualTo(Protocol.RTMPTS);
        assertThat(rig.connections.getFirst().identity().protocol()).isEqualTo(Protocol.RTMPT);
    }

    @Test
    void nothingShowsAnId() {
        String id = rig.shaken();
        TunnelRequest request =
                new TunnelRequest(
                        "POST", "/send/" + id + "/2", new byte[1], TunnelRig.ADDRESS, true);
        assertThat(request.toString()).doesNotContain(id);
        assertThat(TunnelPath.parse(request.path()).toString()).doesNotContain(id);
    }
}
