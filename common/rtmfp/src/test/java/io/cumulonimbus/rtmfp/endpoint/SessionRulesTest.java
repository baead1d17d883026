package io.cumulonimbus.rtmfp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmfp.chunk.Ack;
import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.IHello;
import io.cumulonimbus.rtmfp.chunk.Ping;
import io.cumulonimbus.rtmfp.chunk.PingReply;
import io.cumulonimbus.rtmfp.chunk.SessionClose;
import io.cumulonimbus.rtmfp.chunk.SessionCloseAck;
import io.cumulonimbus.rtmfp.chunk.UserData;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.session.SessionConfig;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every packet of a session (RFC 7016 §2.2.4, §3.5). */
class SessionRulesTest {
    private static final int NONE = PacketHeader.NONE;
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("192.0.2.9", 9);

    private final RawPeer peer = new RawPeer();

    private static PacketHeader times(int timestamp, int echo) {
        return new PacketHeader(1, false, false, timestamp, echo);
    }

    private PacketHeader answerTo(PacketHeader header, int afterMs) {
        peer.says(header, new Ping(new byte[0]));
        peer.pass(afterMs);
        List<Packets.Opened> packets = peer.sends();
        assertThat(packets).hasSize(1);
        return packets.get(0).header();
    }

    @Test
    void everyPacketCarriesTheTimeAndTheRespondersMark() {
        for (int i = 0; i < 5; i++) {
            PacketHeader header = answerTo(times(NONE, NONE), 0);
            assertThat(header).isEqualTo(new PacketHeader(2, false, false, peer.ticks(), NONE));
        }
    }

    @Test
    void theEchoIsTheFarEndsTimePlusWhatPassedAndOnlySentWhenItIsNews() {
        assertThat(answerTo(times(65_535, NONE), 0).timestampEcho()).isEqualTo(65_535);
        assertThat(answerTo(times(65_535, NONE), 0).timestampEcho()).isEqualTo(NONE);
        assertThat(answerTo(times(65_535, NONE), 11).timestampEcho()).isEqualTo(1);
        assertThat(answerTo(times(500, NONE), 3).timestampEcho()).isEqualTo(500);
        peer.pass(100_000);
        peer.sends();
        peer.says();
        peer.pass(29_000);
        peer.sends();
        assertThat(answerTo(times(NONE, NONE), 0).timestampEcho()).isEqualTo(NONE);
        assertThat(answerTo(times(500, NONE), 0).timestampEcho()).isEqualTo(500);
    }

    @Test
    void theRoundTripIsMeasuredFromEchoes() {
        assertThat(peer.session().roundTripNs()).isEqualTo(-1);
        peer.says(times(1, peer.ticks() - 25 & 0xffff));
        assertThat(peer.session().roundTripNs()).isEqualTo(100_000_000L);
        // the same echo again says nothing new, and one from the future nothing at all
        peer.pass(40);
        peer.says(times(2, peer.ticks() - 35 & 0xffff));
        assertThat(peer.session().roundTripNs()).isEqualTo(100_000_000L);
        peer.says(times(3, peer.ticks() + 100 & 0xffff));
        assertThat(peer.session().roundTripNs()).isEqualTo(100_000_000L);
        peer.says(times(4, peer.ticks() - 5 & 0xffff));
        assertThat(peer.session().roundTripNs()).isEqualTo((7 * 100_000_000L + 20_000_000L) / 8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000})
    void aPingIsAnsweredAtOnceWithItsMessage(int length) {
        byte[] message = new byte[length];
        peer.says(new Ping(message));
        assertThat(peer.sendsChunks()).containsExactly(new PingReply(message));
        assertThat(peer.destinations()).containsExactly(RawPeer.ADDRESS);
    }

    @Test
    void aPingFromElsewhereIsAnsweredToElsewhere() {
        peer.says();
        peer.sends();
        PacketHeader header = times(NONE, NONE);
        byte[] ping = {7};
        peer.hears(Packets.seal(peer.key(), 0x11223344, header, new Ping(ping)), ELSEWHERE);
        List<Packets.Opened> packets = peer.sends();
        // the reply, and a question of our own whether the far end is there
        assertThat(peer.destinations()).containsOnly(ELSEWHERE).hasSize(2);
        assertThat(packets.get(0).only(PingReply.class)).isEqualTo(new PingReply(ping));
        assertThat(packets.get(1).only(Ping.class).message()[0]).isEqualTo((byte) 'M');
        assertThat(peer.session().address()).isEqualTo(RawPeer.ADDRESS);
    }

    @Test
    void onlyTheRightAnswerFromTheRightPlaceMovesTheSession() {
        PacketHeader header = times(NONE, NONE);
        peer.says();
        peer.hears(Packets.seal(peer.key(), 0x11223344, header), ELSEWHERE);
        byte[] question =
                peer.sends().stream()
                        .flatMap(packet -> packet.all(Ping.class).stream())
                        .findFirst()
                        .orElseThrow()
                        .message();
        byte[] wrong = question.clone();
        wrong[wrong.length - 1] ^= 1;
        InetSocketAddress third = new InetSocketAddress("192.0.2.10", 10);
        peer.hears(reply(wrong), ELSEWHERE);
        peer.hears(reply(question), third);
        assertThat(peer.session().address()).isEqualTo(RawPeer.ADDRESS);
        peer.hears(reply(question), ELSEWHERE);
        assertThat(peer.session().address()).isEqualTo(ELSEWHERE);
        assertThat(peer.handler().addresses()).containsExactly(ELSEWHERE);
        // an old answer does not move it back and forth
        peer.pass(10);
        peer.hears(reply(question), RawPeer.ADDRESS);
        assertThat(peer.session().address()).isEqualTo(ELSEWHERE);
    }

    private byte[] reply(byte[] message) {
        return Packets.seal(peer.key(), 0x11223344, times(NONE, NONE), new PingReply(message));
    }

    @Test
    void pingsInMassesAreAnsweredInMeasure() {
        Chunk[] pings = new Chunk[200];
        for (int i = 0; i < pings.length; i++) {
            pings[i] = new Ping(new byte[] {1});
        }
        peer.says(pings);
        assertThat(peer.sendsAll(PingReply.class)).hasSize(8);
        peer.says(new Ping(new byte[1190]));
        assertThat(peer.sends()).isEmpty();
        peer.says(new Ping(new byte[1]));
        assertThat(peer.sendsAll(PingReply.class)).hasSize(1);
    }

    @Test
    void ourOwnPacketsAndStartupChunksMeanNothingInASession() {
        peer.says();
        peer.sends();
        PacketHeader reflected = new PacketHeader(2, false, false, NONE, NONE);
        peer.says(reflected, new Ping(new byte[1]));
        peer.says(PacketHeader.startup(1), new Ping(new byte[1]));
        peer.says(new IHello(new byte[1], new byte[1]), new PingReply(new byte[3]));
        assertThat(peer.sends()).isEmpty();
        assertThat(peer.counters().malformed).isEqualTo(2);
    }

    @Test
    void timeCriticalDataIsMarkedAndNothingElseIs() {
        peer.says();
        peer.sends();
        MessageSink audio =
                peer.session().openFlow(RawPeer.spec(Priority.AUDIO), SinkListener.NONE);
        MessageSink bulk = peer.session().openFlow(RawPeer.spec(Priority.BULK), SinkListener.NONE);
        bulk.write(Message.of(new byte[1]), Deadline.NONE);
        assertThat(peer.sends().get(0).header().timeCritical()).isFalse();
        bulk.write(Message.of(new byte[1]), Deadline.NONE);
        audio.write(Message.of(new byte[1]), Deadline.NONE);
        List<Packets.Opened> packets = peer.sends();
        assertThat(packets).hasSize(1);
        assertThat(packets.get(0).header().timeCritical()).isTrue();
        assertThat(packets.get(0).header().timeCriticalReverse()).isFalse();
    }

    @Test
    void aSessionsOwnTimeCriticalDataIsNotReportedBackToIt() {
        peer.says(new PacketHeader(1, true, false, NONE, NONE), new Ping(new byte[1]));
        assertThat(peer.sends().get(0).header().timeCriticalReverse()).isFalse();
    }

    // RFC 7016 §3.5.2.1
    @Test
    void timeCriticalDataIsReportedToAllOthersForSomeTime() {
        peer.addSecond();
        peer.says(new Ping(new byte[1]));
        assertThat(peer.sends().get(0).header().timeCriticalReverse()).isFalse();
        PacketHeader critical = new PacketHeader(1, true, false, NONE, NONE);
        peer.secondSays(critical, RawPeer.opening(3, (byte) 1));
        peer.says(new Ping(new byte[1]));
        List<Packets.Opened> packets = peer.sends();
        assertThat(packets).hasSize(2);
        for (Packets.Opened packet : packets) {
            boolean toTheOther = !packet.all(PingReply.class).isEmpty();
            assertThat(packet.header().timeCriticalReverse()).isEqualTo(toTheOther);
        }
        peer.pass(799);
        peer.says(new Ping(new byte[1]));
        assertThat(peer.sends().get(0).header().timeCriticalReverse()).isTrue();
        peer.pass(2);
        peer.says(new Ping(new byte[1]));
        assertThat(peer.sends().get(0).header().timeCriticalReverse()).isFalse();
    }

    /** Bytes in flight of a session that always has more, after so many full round trips. */
    private static long sentPerRoundTrip(boolean reverse) {
        RawPeer peer = new RawPeer();
        MessageSink bulk = peer.session().openFlow(RawPeer.spec(Priority.BULK), SinkListener.NONE);
        bulk.write(Message.of(new byte[500_000]), Deadline.NONE);
        long last = 0;
        long sent = 0;
        for (int trip = 0; trip < 20; trip++) {
            sent = 0;
            for (List<UserData> data = peer.sendsAll(UserData.class);
                    !data.isEmpty();
                    data = peer.sendsAll(UserData.class)) {
                last = data.get(data.size() - 1).sequenceNumber();
                sent += data.stream().mapToInt(each -> each.data().length).sum();
            }
            peer.pass(40);
            peer.says(
                    new PacketHeader(1, false, reverse, NONE, NONE),
                    new Ack(2, 1000, last, List.of()));
        }
        return sent;
    }

    // RFC 7016 §3.5.2.1: no slow start, at most half a percent or 384 bytes a round trip
    @Test
    void whoIsToldOfTimeCriticalDataElsewhereHardlyGrows() {
        assertThat(sentPerRoundTrip(false)).isGreaterThan(15_000);
        assertThat(sentPerRoundTrip(true)).isLessThan(4380 + 20 * 384 + 1200);
    }

    @Test
    void aDuplicateDecryptsOnceAndAForgedNumberMovesNothing() {
        RawPeer numbered = new RawPeer(SessionConfig.DEFAULT, 10, true);
        byte[] packet =
                Packets.seal(numbered.key(), 0x11223344, times(NONE, NONE), new Ping(new byte[1]));
        numbered.hears(packet, RawPeer.ADDRESS);
        assertThat(numbered.sendsAll(PingReply.class)).hasSize(1);
        numbered.hears(packet, RawPeer.ADDRESS);
        assertThat(numbered.sends()).isEmpty();
        for (int i = 4; i < packet.length; i++) {
            byte[] forged =
                    Packets.seal(
                            numbered.key(), 0x11223344, times(NONE, NONE), new Ping(new byte[1]));
            forged[Math.min(i, forged.length - 1)] ^= 1;
            numbered.hears(forged, ELSEWHERE);
        }
        assertThat(numbered.sends()).isEmpty();
        assertThat(numbered.counters().rejected).isEqualTo(1 + packet.length - 4);
        numbered.says(new Ping(new byte[1]));
        assertThat(numbered.sendsAll(PingReply.class)).hasSize(1);
    }

    @Test
    void closeChunksAreAnsweredAsTheyShould() {
        peer.says(new SessionClose());
        assertThat(peer.sendsChunks()).containsExactly(new SessionCloseAck());
        assertThat(peer.handler().closed()).contains(CloseReason.FAR_CLOSED);
        for (int i = 0; i < 10; i++) {
            peer.says(new SessionClose());
        }
        assertThat(peer.sendsChunks()).containsExactly(new SessionCloseAck());
        peer.says(new Ping(new byte[1]), RawPeer.opening(3, (byte) 1));
        assertThat(peer.sends()).isEmpty();
        peer.says(new SessionCloseAck());
        assertThat(peer.sends()).as("never an answer to an acknowledgement").isEmpty();
        assertThat(peer.sessions().count()).isZero();
        assertThat(peer.handler().flows()).isEmpty();
    }

    @Test
    void whatFollowsACloseInItsPacketIsNotHeard() {
        peer.says(new SessionClose(), RawPeer.opening(3, (byte) 1), new Ping(new byte[1]));
        assertThat(peer.handler().flows()).isEmpty();
        assertThat(peer.sendsChunks()).containsExactly(new SessionCloseAck());
    }
}
