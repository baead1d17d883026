package io.cumulonimbus.rtmp.tunnel;

import static io.cumulonimbus.rtmp.tunnel.TunnelRig.HANDSHAKE;
import static io.cumulonimbus.rtmp.tunnel.TunnelRig.PACKET;
import static io.cumulonimbus.rtmp.tunnel.TunnelRig.error;
import static io.cumulonimbus.rtmp.tunnel.TunnelRig.ok;
import static io.cumulonimbus.rtmp.tunnel.TunnelRig.videoMessage;
import static io.cumulonimbus.rtmp.tunnel.TunnelRig.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.rtmp.tunnel.TunnelRig.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies on the good side of everything that was seen to lock a real client out. */
class TunnelsTest {
    private final TunnelRig rig = new TunnelRig(TunnelConfig.DEFAULT.withNode("eu-1a"));

    @AfterEach
    void rulesOfTheSeamWereKept() {
        rig.verify();
    }

    // The bytes of replies

    @Test
    void openIsAnsweredByAnIdOfOneLine() {
        Exchange open = rig.post("/open/1", (byte) 0);
        String id = new String(open.body(), StandardCharsets.US_ASCII).replace("\n", "");
        assertThat(open.text()).isEqualTo(ok(id + "\n"));
        assertThat(id).matches("eu-1a_[A-Za-z0-9_-]{22}").hasSizeLessThanOrEqualTo(31);
        assertThat(Tunnels.nodeOf("/send/" + id + "/17")).isEqualTo("eu-1a");
    }

    @Test
    void theLongestNodeLeavesTheIdShortEnough() {
        TunnelRig long8 = new TunnelRig(TunnelConfig.DEFAULT.withNode("abcdefgh"));
        assertThat(long8.open()).hasSize(31);
        assertThat(new TunnelRig(TunnelConfig.DEFAULT).open()).startsWith("_").hasSize(23);
        assertThat(Tunnels.nodeOf("/open/1")).isEmpty();
    }

    @Test
    void anEmptyPollIsAnsweredByTheIntervalAlone() {
        String id = rig.open();
        assertThat(rig.idle(id, 0).text()).isEqualTo(ok("\u0001"));
    }

    @Test
    void theHandshakeIsAnsweredInTheReplyToItsOwnRequestAndAlone() {
        String id = rig.open();
        Exchange sent = rig.send(id, 0, TunnelRig.c0c1());
        assertThat(sent.interval()).isOne();
        assertThat(sent.data()).hasSize(HANDSHAKE);
        assertThat(sent.text())
                .startsWith(ok("").replace("Length: 0", "Length: " + (1 + HANDSHAKE)));
        assertThat(Arrays.copyOfRange(sent.data(), 1 + PACKET, HANDSHAKE))
                .isEqualTo(new byte[PACKET]);
    }

    @Test
    void nothingFollowsS2EvenIfTheClientWasFast() {
        String id = rig.open();
        byte[] all = Arrays.copyOf(TunnelRig.c0c1(), HANDSHAKE + 26);
        byte[] connect = {3, 0, 0, 0, 0, 0, 14, 20, 0, 0, 0, 0, 2, 0, 7};
        System.arraycopy(connect, 0, all, HANDSHAKE, connect.length);
        byte[] name = "connect".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, all, HANDSHAKE + 15, name.length);
        Exchange sent = rig.send(id, 0, all);
        assertThat(sent.data()).hasSize(HANDSHAKE);
        rig.turn();
        assertThat(rig.idle(id, 1).data()).isNotEmpty();
    }

    @Test
    void anEncryptedHandshakeGetsOurVersionAndTheEnd() {
        String id = rig.open();
        byte[] rtmpe = TunnelRig.c0c1();
        rtmpe[0] = 6;
        assertThat(rig.send(id, 0, rtmpe).body()).isEqualTo(new byte[] {0, 3});
        assertThat(rig.idle(id, 1).status()).isEqualTo(410);
        assertThat(rig.tunnels.statistics().foreign()).isOne();
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/fcs/ident2,404 Not Found",
        "POST,/fcs/other,404 Not Found",
        "POST,/,404 Not Found",
        "POST,/live/stream,404 Not Found",
        "POST,/send/nobody/0,404 Not Found",
        "POST,/idle/nobody/0,404 Not Found",
        "POST,/send/x/y,400 Bad Request",
        "POST,/send/x/-1,400 Bad Request",
        "POST,/send/x/9999999999999999999,400 Bad Request",
        "POST,/send/x/1/2,400 Bad Request",
        "GET,/open/1,400 Bad Request",
        "GET,/crossdomain.xml,400 Bad Request",
    })
    void errorsHaveNoBodyAndKeepTheConnection(String method, String path, String status) {
        assertThat(rig.request(method, path, new byte[1]).text()).isEqualTo(error(status));
    }

    @Test
    void ident2CanBeFoundIfSoConfigured() {
        TunnelConfig d = TunnelConfig.DEFAULT;
        TunnelConfig found = new TunnelConfig("", 1, 1, 1, 0, 0, 0, 1, d.silenceNs(), 1, 0, true);
        assertThat(new TunnelRig(found).post("/fcs/ident2", (byte) 0).text()).isEqualTo(ok(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void identIsAnsweredByADocument(String method) {
        Exchange ident = rig.request(method, "/fcs/ident", new byte[0]);
        assertThat(ident.status()).isEqualTo(200);
        assertThat(new String(ident.body(), StandardCharsets.US_ASCII)).startsWith("<fcs>");
    }

    @Test
    void aBodyThatIsTooLongIsRefused() {
        String id = rig.open();
        assertThat(rig.send(id, 0, new byte[TunnelRequest.MAX_BODY + 1]).status()).isEqualTo(413);
        assertThat(rig.idle(id, 0).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"//open/1", "/open/1?x=y", "http://host:80/open/1", "/open//1"})
    void spellingsOfOpenThatWereSeen(String path) {
        assertThat(rig.post(path, (byte) 0).body()).hasSizeGreaterThan(20);
    }

    // How soon to ask again

    @Test
    void theIntervalClimbsAsItWasCaptured() {
        String id = rig.open();
        List<Integer> intervals = new ArrayList<>();
        for (int i = 0; i < 18; i++) {
            intervals.add(rig.idle(id, i).interval());
        }
        assertThat(intervals)
                .containsExactly(
                        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 5, 9, 0x11, 0x21, 0x21, 0x21, 0x21);
        assertThat(rig.send(id, 18, TunnelRig.c0c1()).interval()).isOne();
        assertThat(rig.idle(id, 19).interval()).isOne();
    }

    @Test
    void sendsWithoutDataCountAsEmptyToo() {
        String id = rig.shaken();
        for (int i = 2; i < 11; i++) {
            assertThat(rig.send(id, i, videoMessage(1)).interval()).isOne();
        }
        assertThat(rig.send(id, 11, videoMessage(1)).interval()).isEqualTo(3);
    }

    // Holding

    @Test
    void aPollWithNothingToSayIsHeldForHalfASecond() {
        String id = rig.shaken();
        Exchange poll = rig.idle(id, 2);
        assertThat(poll.isAnswered()).isFalse();
        assertThat(rig.pass(499)).isEqualTo(rig.clock.nowNs() + 1_000_000);
        assertThat(poll.isAnswered()).isFalse();
        rig.pass(1);
        assertThat(poll.body()).hasSize(1);
    }

    @Test
    void aHeldPollIsAnsweredAsSoonAsThereIsSomethingToSay() {
        String id = rig.shaken();
        MessageSink video = rig.video(0);
        Exchange poll = rig.idle(id, 2);
        write(video, 1000);
        assertThat(rig.wakes).isOne();
        rig.turn();
        assertThat(poll.data()).hasSizeGreaterThan(1000);
        assertThat(video.queuedBytes()).isZero();
    }

    @Test
    void pollsBeforeTheHandshakeAreNotHeld() {
        String id = rig.open();
        assertThat(rig.idle(id, 0).body()).hasSize(1);
        assertThat(rig.send(id, 1, TunnelRig.c0c1()).data()).hasSize(HANDSHAKE);
        assertThat(rig.idle(id, 2).body()).hasSize(1);
    }

    @Test
    void sendsAreNeverHeldAndReleaseHeldPolls() {
        String id = rig.shaken();
        Exchange poll = rig.idle(id, 2);
        Exchange send = rig.send(id, 3, videoMessage(10));
        assertThat(poll.body()).hasSize(1);
        assertThat(send.body()).hasSize(1);
        assertThat(rig.received(0)).isOne();
    }

    @Test
    void anIdlePlayerNeedsFewRequests() {
        String id = rig.shaken();
        int requests = 0;
        for (long end = rig.clock.nowNs() + 20_000_000_000L; rig.clock.nowNs() < end; ) {
            Exchange poll = rig.idle(id, 2 + requests++);
            while (!poll.isAnswered()) {
                rig.pass(1);
            }
        }
        assertThat(requests / 20.0).isLessThan(25);
    }

    // Bytes

    @Test
    void aReplyCarriesAboutAsMuchAsItMayAndTheRestStaysQueued() {
        String id = rig.shaken();
        MessageSink video = rig.video(0);
        for (int i = 0; i < 40; i++) {
            write(video, 10_000);
        }
        int most = TunnelConfig.DEFAULT.replyBytes();
        Exchange first = rig.idle(id, 2);
        assertThat(first.data().length).isBetween(most, most + 20_000);
        assertThat(video.queuedBytes()).isBetween(400_200L - most - 20_000, 400_200L - most + 2000);
        int got = first.data().length;
        for (int i = 3; i < 8; i++) {
            Exchange more = rig.idle(id, i);
            rig.pass(25);
            got += more.isAnswered() ? more.data().length : 0;
        }
        assertThat(got).isBetween(400_000, 404_000);
        assertThat(video.queuedBytes()).isZero();
    }

    @Test
    void aBodyMayHoldManyMessagesAndAMessageManyBodies() {
        String id = rig.shaken();
        byte[] two = Arrays.copyOf(videoMessage(20), 64);
        System.arraycopy(videoMessage(20), 0, two, 32, 32);
        rig.send(id, 2, two);
        assertThat(rig.received(0)).isEqualTo(2);
        byte[] one = videoMessage(20);
        for (int i = 0; i < one.length; i++) {
            rig.send(id, 3 + i, one[i]);
        }
        assertThat(rig.received(0)).isEqualTo(3);
    }

    // What was captured of real clients

    @Test
    void ffmpegPublishes() {
        String id = rig.open();
        assertThat(rig.send(id, 0, TunnelRig.c0c1()).data()).hasSize(HANDSHAKE);
        assertThat(rig.send(id, 1, new byte[PACKET]).body()).hasSize(1);
        for (int i = 2; i < 8; i += 2) {
            Exchange idle = rig.idle(id, i);
            rig.pass(500);
            assertThat(idle.isAnswered()).isTrue();
            assertThat(rig.send(id, i + 1, videoMessage(100)).isAnswered()).isTrue();
        }
        assertThat(rig.post("/close/" + id + "/8", (byte) 0).body()).isEqualTo(new byte[1]);
        assertThat(rig.received(0)).isEqualTo(3);
    }

    @Test
    void rtmpdumpPipelinesAndFlashPollsFirst() {
        String id = rig.open();
        rig.send(id, 0, TunnelRig.c0c1());
        List<Exchange> pipelined = new ArrayList<>();
        pipelined.add(rig.send(id, 1, new byte[PACKET]));
        pipelined.add(rig.send(id, 2, videoMessage(1)));
        pipelined.add(rig.idle(id, 3));
        pipelined.add(rig.send(id, 4, videoMessage(1)));
        pipelined.add(rig.send(id, 5, videoMessage(1)));
        assertThat(pipelined).allMatch(Exchange::isAnswered);
        String flash = rig.open();
        assertThat(rig.idle(flash, 0).isAnswered()).isTrue();
        assertThat(rig.send(flash, 1, TunnelRig.c0c1()).data()).hasSize(HANDSHAKE);
    }
}
