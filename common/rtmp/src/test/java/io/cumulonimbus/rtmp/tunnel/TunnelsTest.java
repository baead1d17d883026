package io.cumulonimbus.rtmp.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.connection.RtmpConfig;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.rtmp.tunnel.TunnelRig.Exchange;
import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.SeededTest;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies on the good side of everything that was seen to lock a real client out. */
class TunnelsTest {
    private static final int PACKET = TunnelRig.PACKET;
    private static final int HANDSHAKE = 1 + 2 * PACKET;

    private final TunnelRig rig = new TunnelRig(TunnelConfig.DEFAULT.withNode("eu-1a"));

    @AfterEach
    void rulesOfTheSeamWereKept() {
        rig.handlers.forEach(handler -> handler.verify());
    }

    private static String ok(String body) {
        return "HTTP/1.1 200 OK\r\n"
                + "Cache-Control: no-cache\r\n"
                + "Connection: Keep-Alive\r\n"
                + "Content-Length: "
                + body.length()
                + "\r\n"
                + "Content-Type: application/x-fcs\r\n"
                + "\r\n"
                + body;
    }

    private static String error(String status) {
        return ok("").replace("200 OK", status);
    }

    private MessageSink video(int session) {
        FlowSpec spec =
                new FlowSpec(FlowMetadata.sequence(1).toBytes(), Optional.empty(), Priority.VIDEO);
        return rig.connections.get(session).openFlow(spec, SinkListener.NONE);
    }

    private static void write(MessageSink sink, int length) {
        sink.write(TcMessage.of(9, 0, new byte[length]).message(), Deadline.NONE);
    }

    private static byte[] videoMessage(int length) {
        byte[] chunk = new byte[12 + length];
        chunk[0] = 4;
        chunk[6] = (byte) length;
        chunk[7] = 9;
        chunk[8] = 1;
        return chunk;
    }

    private int received(int session) {
        return rig.handlers.get(session).flows().stream().mapToInt(f -> f.messages().size()).sum();
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
        MessageSink video = video(0);
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
        assertThat(received(0)).isOne();
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
        MessageSink video = video(0);
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
        assertThat(received(0)).isEqualTo(2);
        byte[] one = videoMessage(20);
        for (int i = 0; i < one.length; i++) {
            rig.send(id, 3 + i, one[i]);
        }
        assertThat(received(0)).isEqualTo(3);
    }

    // Numbers

    @Test
    void aClientMayCountFromOne() {
        String id = rig.open();
        assertThat(rig.send(id, 1, TunnelRig.c0c1()).data()).hasSize(HANDSHAKE);
        rig.send(id, 2, new byte[PACKET]);
        rig.send(id, 3, videoMessage(1));
        assertThat(received(0)).isOne();
    }

    @Test
    void aRequestWithoutANumberIsTheNext() {
        String id = rig.shaken();
        rig.post("/send/" + id, videoMessage(1));
        rig.send(id, 3, videoMessage(1));
        assertThat(received(0)).isEqualTo(2);
    }

    @Test
    void aRepeatedRequestGetsTheSameReplyAndCountsOnce() {
        String id = rig.shaken();
        write(video(0), 500);
        Exchange first = rig.send(id, 2, videoMessage(10));
        Exchange again = rig.send(id, 2, videoMessage(10));
        assertThat(first.data()).hasSizeGreaterThan(500);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(received(0)).isOne();
        assertThat(rig.tunnels.statistics().repeated()).isOne();
    }

    @Test
    void aRepeatedHeldPollIsAnsweredOnBothWays() {
        String id = rig.shaken();
        Exchange first = rig.idle(id, 2);
        Exchange again = rig.idle(id, 2);
        write(video(0), 10);
        rig.turn();
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(first.data()).hasSizeGreaterThan(10);
    }

    @Test
    void whatNobodyCouldReadStaysForWhoAsksAgain() {
        String id = rig.shaken();
        Exchange lost = rig.idle(id, 2);
        lost.gone = true;
        write(video(0), 100);
        rig.turn();
        assertThat(lost.isAnswered()).isFalse();
        assertThat(rig.idle(id, 2).data()).hasSizeGreaterThan(100);
    }

    @Test
    void oldRepetitionsAreAnsweredAndNothingIsLostByThem() {
        String id = rig.shaken();
        for (int i = 2; i < 40; i++) {
            rig.send(id, i, videoMessage(1));
        }
        write(video(0), 100);
        assertThat(rig.send(id, 5, videoMessage(1)).body()).hasSize(1);
        assertThat(received(0)).isEqualTo(38);
        assertThat(rig.idle(id, 40).data()).hasSizeGreaterThan(100);
    }

    @Test
    void earlyRequestsWaitForTheOnesBefore() {
        String id = rig.open();
        Exchange third = rig.send(id, 2, videoMessage(3));
        Exchange second = rig.send(id, 1, new byte[PACKET]);
        assertThat(third.isAnswered()).isFalse();
        Exchange first = rig.send(id, 0, TunnelRig.c0c1());
        assertThat(first.data()).hasSize(HANDSHAKE);
        assertThat(second.body()).hasSize(1);
        assertThat(third.body()).hasSize(1);
        assertThat(received(0)).isOne();
    }

    @Test
    void aMissingRequestIsGivenUpAfterAWhile() {
        String id = rig.shaken();
        Exchange early = rig.send(id, 3, videoMessage(1));
        rig.pass(1_999);
        assertThat(early.isAnswered()).isFalse();
        rig.pass(1);
        assertThat(early.body()).hasSize(1);
        assertThat(received(0)).isOne();
        assertThat(rig.tunnels.statistics().skipped()).isOne();
        assertThat(rig.send(id, 2, videoMessage(1)).body()).as("too late").hasSize(1);
        assertThat(received(0)).isOne();
        rig.send(id, 4, videoMessage(1));
        assertThat(received(0)).isEqualTo(2);
    }

    @Test
    void tooManyEarlyRequestsDoNotWait() {
        String id = rig.shaken();
        List<Exchange> early = new ArrayList<>();
        for (int i = 3; i < 3 + 17; i++) {
            early.add(rig.send(id, i, videoMessage(1)));
        }
        assertThat(early).allMatch(Exchange::isAnswered);
        assertThat(received(0)).isEqualTo(17);
    }

    @Test
    void earlyBodiesAreBoundedInBytes() {
        String id = rig.shaken();
        rig.send(id, 4, new byte[5 << 20]);
        Exchange next = rig.send(id, 3, new byte[4 << 20]);
        assertThat(next.isAnswered()).isTrue();
    }

    @Test
    void whileNobodyTakesWhatCameTheReplyWaits() {
        String id = rig.shaken();
        rig.handlers.get(0).onFlow(flow -> flow.incoming().suspend(true));
        byte[] bulk = new byte[0];
        long sequence = 2;
        Exchange last = rig.send(id, sequence++, videoMessage(100));
        for (int i = 0; i < 40 && last.isAnswered(); i++) {
            bulk = manyMessages(100);
            last = rig.send(id, sequence++, bulk);
        }
        assertThat(last.isAnswered()).isFalse();
        rig.handlers.get(0).flows().get(0).incoming().suspend(false);
        rig.turn();
        assertThat(last.isAnswered()).isTrue();
        assertThat(rig.handlers.get(0).flows().get(0).messages().size() % 100).isOne();
    }

    private static byte[] manyMessages(int count) {
        byte[] one = videoMessage(100);
        byte[] all = new byte[count * one.length];
        for (int i = 0; i < count; i++) {
            System.arraycopy(one, 0, all, i * one.length, one.length);
        }
        return all;
    }

    // Ends

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
        write(video(0), 1000);
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
        assertThat(received(0)).isEqualTo(3);
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

    // Hostile requests

    @SeededTest(seeds = 200)
    void whateverIsAskedIsAnsweredInTime(RandomGenerator random) {
        Mutator mutator = new Mutator(random);
        String id = rig.shaken();
        List<Exchange> all = new ArrayList<>();
        String[] verbs = {"send", "idle", "send", "idle", "open", "close", "fcs"};
        for (int i = 0; i < 40; i++) {
            String path =
                    "/"
                            + verbs[random.nextInt(i > 30 ? 7 : 5)]
                            + "/"
                            + id
                            + "/"
                            + random.nextInt(20);
            if (random.nextInt(4) == 0) {
                byte[] spoiled = mutator.mutate(path.getBytes(StandardCharsets.ISO_8859_1));
                path = new String(spoiled, StandardCharsets.ISO_8859_1);
            }
            byte[] body = mutator.mutate(videoMessage(random.nextInt(100)));
            all.add(rig.post(path, body));
            if (random.nextInt(5) == 0) {
                rig.pass(random.nextInt(300));
            }
        }
        for (int i = 0; i < 50; i++) {
            rig.pass(100);
        }
        assertThat(all).allMatch(Exchange::isAnswered);
        all.stream()
                .filter(exchange -> exchange.status() != 200)
                .forEach(exchange -> assertThat(exchange.body()).isEmpty());
    }

    @SeededTest(seeds = 60)
    void repeatedAndReorderedRequestsComeToTheSame(RandomGenerator random) {
        String id = rig.shaken();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            order.add(i);
            if (random.nextInt(4) == 0) {
                order.add(i);
            }
        }
        int[] keys = new int[order.size()];
        Arrays.setAll(keys, i -> i + random.nextInt(10));
        List<Integer> places = new ArrayList<>(IntStream.range(0, keys.length).boxed().toList());
        places.sort(Comparator.comparingInt(i -> keys[i]));
        List<Exchange> all = new ArrayList<>();
        for (int place : places) {
            int number = order.get(place);
            byte[] message = videoMessage(4);
            message[12] = (byte) number;
            all.add(rig.send(id, 2 + number, message));
        }
        assertThat(all).allMatch(Exchange::isAnswered);
        List<Integer> got =
                rig.handlers.get(0).flows().get(0).messages().stream()
                        .map(message -> message.byteAt(5))
                        .toList();
        assertThat(got).isEqualTo(order.stream().distinct().sorted().toList());
    }
}
