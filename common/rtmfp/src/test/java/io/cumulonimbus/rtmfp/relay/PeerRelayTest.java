package io.cumulonimbus.rtmfp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.rtmfp.chunk.IHello;
import io.cumulonimbus.rtmfp.chunk.RHello;
import io.cumulonimbus.rtmfp.chunk.Redirect;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.endpoint.Packets;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Addresses;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import io.cumulonimbus.rtmfp.packet.Origin;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Two peers that are seen at other ports by the relay than by the server, and some strangers. */
class PeerRelayTest {
    private static final long SECOND = 1_000_000_000L;
    private static final RelayLimits LIMITS =
            new RelayLimits(2, 100_000, 1_000_000, 2 * SECOND, 60 * SECOND, 3600 * SECOND);
    private static final List<InetSocketAddress> DOORS =
            List.of(at("9.9.9.9:1"), at("9.9.9.9:2"), at("[2001:db8::9]:3"));
    private static final InetSocketAddress ASKER_AT = at("1.1.1.1:1001");
    private static final InetSocketAddress ASKER_HERE = at("1.1.1.1:5001");
    private static final InetSocketAddress OTHER_HERE = at("2.2.2.2:5002");
    private static final RelayParty ASKER = party(1, "1.1.1.1:1001");
    private static final RelayParty OTHER = party(2, "2.2.2.2:2002");
    private static final RelayParty THIRD = party(3, "3.3.3.3:3003");
    private static final byte[] TAG = {1, 2, 3, 4};

    private record Sent(int door, InetSocketAddress to, byte[] datagram) {}

    private final List<Sent> sent = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final Set<Byte> looksForItself = new HashSet<>();
    private final List<InetSocketAddress> answeredFrom = new ArrayList<>();
    private final Sightings sightings =
            new Sightings() {
                @Override
                public boolean onHello(
                        byte[] tag, byte[] peerId, InetSocketAddress from, long nowNs) {
                    return looksForItself.contains(tag[0]);
                }

                @Override
                public void onAnswer(byte[] tag, InetSocketAddress from, long nowNs) {
                    answeredFrom.add(from);
                }
            };
    private final RandomGenerator random = new SplittableRandom(1);
    private PeerRelay relay = relay(LIMITS);
    private long now;

    @Test
    void theTwoTalkThroughItWhenTheDirectWaysHadTheirTime() {
        assertThat(offer(ASKER, OTHER, TAG)).contains(DOORS.get(0));
        hello(ASKER_HERE, TAG, OTHER);
        assertThat(events).containsExactly("1 at 1.1.1.1:5001");
        now += 3 * SECOND;
        hello(ASKER_HERE, TAG, OTHER);
        assertThat(events).last().isEqualTo("invitation to 9.9.9.9:1");
        assertThat(sent).isEmpty();

        answer(OTHER_HERE, TAG);
        assertThat(events).last().isEqualTo("2 at 2.2.2.2:5002");
        byte[] up = packet(1200);
        relay.receive(0, up, up.length, ASKER_HERE, now);
        byte[] down = packet(700);
        relay.receive(0, down, down.length, OTHER_HERE, now);

        assertThat(sent).extracting(Sent::to).containsExactly(ASKER_HERE, OTHER_HERE, ASKER_HERE);
        assertThat(sent.get(1).datagram()).isEqualTo(up);
        assertThat(sent.get(2).datagram()).isEqualTo(down);
        assertThat(events).last().isEqualTo("relayed");
        assertThat(relay.statistics().meetings()).isOne();
    }

    @Test
    void whoChangesItsPortAllTheTimeIsFollowedButSeldomSpokenOf() {
        offer(ASKER, OTHER, TAG);
        for (int i = 0; i < 1000; i++) {
            hello(i % 2 == 0 ? ASKER_AT : at("1.1.1.1:" + (2000 + i)), TAG, OTHER);
            now += SECOND / 200;
        }
        assertThat(events.stream().filter(event -> event.startsWith("1 at"))).hasSizeBetween(2, 6);
        hello(ASKER_HERE, TAG, OTHER);
        answer(OTHER_HERE, TAG);
        byte[] down = packet(100);
        relay.receive(0, down, down.length, OTHER_HERE, now);
        assertThat(sent).last().extracting(Sent::to).isEqualTo(ASKER_HERE);
    }

    @Test
    void nothingHappensWithinTheHeadStart() {
        offer(ASKER, OTHER, TAG);
        hello(ASKER_HERE, TAG, OTHER);
        now += SECOND;
        hello(ASKER_HERE, TAG, OTHER);
        assertThat(events).containsExactly("1 at 1.1.1.1:5001");
        assertThat(sent).isEmpty();
    }

    @Test
    void theWantedOneIsToldAgainAsLongAsItDoesNotAnswer() {
        offer(ASKER, OTHER, TAG);
        now += 3 * SECOND;
        hello(ASKER_HERE, TAG, OTHER);
        hello(ASKER_HERE, TAG, OTHER);
        assertThat(invitations()).isOne();
        now += SECOND;
        hello(ASKER_HERE, TAG, OTHER);
        assertThat(invitations()).isEqualTo(2);
        answer(OTHER_HERE, TAG);
        now += SECOND;
        hello(ASKER_HERE, TAG, OTHER);
        assertThat(invitations()).isEqualTo(2);
    }

    @Test
    void whoDoesNotKnowTheTagIsNobody() {
        offer(ASKER, OTHER, TAG);
        now += 3 * SECOND;
        hello(ASKER_HERE, new byte[] {9}, OTHER);
        answer(OTHER_HERE, new byte[] {9});
        byte[] packet = packet(100);
        relay.receive(0, packet, packet.length, ASKER_HERE, now);
        assertNobodyCame();
        assertThat(answeredFrom).containsExactly(OTHER_HERE);
    }

    @Test
    void whoComesFromAnotherHostIsNobodyThoughItKnowsTheTag() {
        offer(ASKER, OTHER, TAG);
        now += 3 * SECOND;
        hello(at("7.7.7.7:7"), TAG, OTHER);
        answer(at("7.7.7.7:7"), TAG);
        assertNobodyCame();
    }

    @Test
    void whoAsksForSomebodyElseThanIntroducedIsNobody() {
        offer(ASKER, OTHER, TAG);
        now += 3 * SECOND;
        hello(ASKER_HERE, TAG, THIRD);
        assertNobodyCame();
    }

    @Test
    void theOtherDoorIsNotTheirs() {
        offer(ASKER, OTHER, TAG);
        now += 3 * SECOND;
        byte[] hello = helloOf(TAG, OTHER);
        relay.receive(1, hello, hello.length, ASKER_HERE, now);
        assertNobodyCame();
    }

    @Test
    void neverMoreGoesOutThanCameIn() {
        meet();
        int before = sent.size();
        long in = 0;
        for (int i = 0; i < 200; i++) {
            byte[] any = packet(20 + random.nextInt(1000));
            in += any.length;
            relay.receive(
                    random.nextInt(3), any, any.length, i % 2 == 0 ? ASKER_HERE : OTHER_HERE, now);
            now += SECOND / 100;
        }
        long out = sent.stream().skip(before).mapToLong(one -> one.datagram().length).sum();
        assertThat(out).isLessThanOrEqualTo(in);
        assertThat(sent).extracting(Sent::to).containsOnly(ASKER_HERE, OTHER_HERE);
    }

    @Test
    void aPairIsHeldToItsShareAndTheRestIsLost() {
        meet();
        int before = sent.size();
        for (int i = 0; i < 2000; i++) {
            byte[] packet = packet(1000);
            relay.receive(0, packet, packet.length, ASKER_HERE, now);
            now += SECOND / 1000;
        }
        long bytes = sent.stream().skip(before).mapToLong(one -> one.datagram().length).sum();
        assertThat(bytes).isBetween(200_000L, 230_000L);
        assertThat(relay.statistics().overLimit()).isGreaterThan(1700);
    }

    @Test
    void allPairsTogetherAreHeldToTheWhole() {
        relay = relay(new RelayLimits(2, 1_000_000, 100_000, SECOND, 60 * SECOND, 60 * SECOND));
        aPairIsHeldToItsShareAndTheRestIsLost();
    }

    @Test
    void thereAreNoMorePairsThanAllowed() {
        relay = relay(new RelayLimits(1, 1000, 1000, SECOND, SECOND, SECOND));
        assertThat(offer(ASKER, OTHER, TAG)).isPresent();
        assertThat(offer(ASKER, THIRD, new byte[] {2})).isEmpty();
        assertThat(relay.statistics().refused()).isOne();
        now += 2 * SECOND;
        relay.advance(now);
        assertThat(offer(ASKER, THIRD, new byte[] {2})).isPresent();
    }

    @Test
    void aPeerHasAnotherDoorForEachOfItsPeersAndNoMoreThanThereAre() {
        assertThat(offer(ASKER, OTHER, TAG)).contains(DOORS.get(0));
        assertThat(offer(ASKER, THIRD, new byte[] {2})).contains(DOORS.get(1));
        relay = relay(new RelayLimits(9, 1000, 1000, SECOND, SECOND, SECOND));
        offer(ASKER, OTHER, TAG);
        offer(ASKER, THIRD, new byte[] {2});
        assertThat(offer(ASKER, party(4, "4.4.4.4:4"), new byte[] {3})).isEmpty();
    }

    @Test
    void peersOfBothFamiliesMeetAtDoorsOfTheirOwn() {
        RelayParty six = party(6, "[2001:db8::6]:6");
        assertThat(offer(six, OTHER, TAG)).contains(DOORS.get(2));
        now += 3 * SECOND;
        byte[] hello = helloOf(TAG, OTHER);
        relay.receive(2, hello, hello.length, six.seenAt(), now);
        assertThat(events).last().isEqualTo("invitation to 9.9.9.9:1");
        answer(OTHER_HERE, TAG);
        assertThat(sent).extracting(Sent::door).containsExactly(2);
    }

    @Test
    void bothMayAskForEachOtherAtOnce() {
        offer(ASKER, OTHER, TAG);
        byte[] back = {5, 6};
        assertThat(offer(OTHER, ASKER, back)).contains(DOORS.get(0));
        assertThat(relay.statistics().pairs()).isOne();
        now += 3 * SECOND;
        hello(OTHER_HERE, back, ASKER);
        hello(ASKER_HERE, TAG, OTHER);
        assertThat(sent).extracting(Sent::to).containsExactly(OTHER_HERE);
    }

    @Test
    void aSessionThatEndsTakesItsPairsAlong() {
        meet();
        relay.forget(OTHER.session());
        sent.clear();
        byte[] packet = packet(100);
        relay.receive(0, packet, packet.length, ASKER_HERE, now);
        hello(ASKER_HERE, TAG, OTHER);
        assertThat(sent).isEmpty();
        assertThat(relay.statistics().pairs()).isZero();
        assertThat(relay.advance(now)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anIdlePairIsGivenUpAndOneInUseAtTheEndOfItsTime() {
        meet();
        for (int i = 0; i < 3580; i++) {
            now += SECOND;
            byte[] packet = packet(100);
            relay.receive(0, packet, packet.length, ASKER_HERE, now);
            relay.advance(now);
        }
        assertThat(relay.statistics().pairs()).isOne();
        now += 20 * SECOND;
        relay.advance(now);
        assertThat(relay.statistics().pairs()).isZero();

        offer(ASKER, OTHER, new byte[] {7});
        long next = relay.advance(now);
        assertThat(next).isEqualTo(now + 60 * SECOND);
        relay.advance(next);
        assertThat(relay.statistics().pairs()).isZero();
    }

    @Test
    void aPeerThatMovedHasAPlaceForItsNewAddress() {
        meet();
        RelayParty moved = party(1, "8.8.8.8:8");
        assertThat(offer(moved, OTHER, new byte[] {7})).isPresent();
        assertThat(relay.statistics().pairs()).isOne();
        sent.clear();
        byte[] packet = packet(100);
        relay.receive(0, packet, packet.length, ASKER_HERE, now);
        assertThat(sent).isEmpty();
    }

    @Test
    void aPortThatATranslatorGaveToAnotherBelongsToTheOther() {
        meet();
        RelayParty neighbour = party(5, "1.1.1.1:5555");
        byte[] tag = {8};
        offer(neighbour, THIRD, tag);
        now += 3 * SECOND;
        hello(ASKER_HERE, tag, THIRD);
        sent.clear();
        byte[] packet = packet(100);
        relay.receive(0, packet, packet.length, OTHER_HERE, now);
        assertThat(sent).isEmpty();
    }

    @Test
    void whoLooksForItselfIsToldWhereItComesFromAndNoMore() {
        looksForItself.add((byte) 77);
        byte[] tag = new byte[16];
        tag[0] = 77;
        byte[] hello = helloOf(tag, THIRD);
        relay.receive(1, hello, hello.length, ASKER_HERE, now);
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).door()).isEqualTo(1);
        assertThat(sent.get(0).to()).isEqualTo(ASKER_HERE);
        byte[] datagram = sent.get(0).datagram();
        assertThat(datagram.length).isLessThanOrEqualTo(hello.length);
        assertThat(new HelloReader(2048).read(datagram, datagram.length))
                .containsExactly(
                        new Redirect(tag, List.of(new Address(ASKER_HERE, Origin.OBSERVED))));
        assertThat(events).isEmpty();
        tag[0] = 78;
        byte[] other = helloOf(tag, THIRD);
        relay.receive(1, other, other.length, ASKER_HERE, now);
        assertThat(sent).hasSize(1);
    }

    @Test
    void garbageGoesNowhere() {
        offer(ASKER, OTHER, TAG);
        for (int i = 0; i < 10_000; i++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            relay.receive(i % 3, garbage, garbage.length, i % 2 == 0 ? ASKER_HERE : ASKER_AT, now);
        }
        assertThat(relay.statistics().strangers()).isEqualTo(10_000);
        assertNobodyCame();
    }

    private void assertNobodyCame() {
        assertThat(events).isEmpty();
        assertThat(sent).isEmpty();
        assertThat(relay.statistics().strangers()).isPositive();
    }

    private void meet() {
        offer(ASKER, OTHER, TAG);
        now += 3 * SECOND;
        hello(ASKER_HERE, TAG, OTHER);
        answer(OTHER_HERE, TAG);
    }

    private long invitations() {
        return events.stream().filter(event -> event.startsWith("invitation")).count();
    }

    private Optional<InetSocketAddress> offer(RelayParty asker, RelayParty wanted, byte[] tag) {
        RelayListener listener =
                new RelayListener() {
                    @Override
                    public void onInvitation(InetSocketAddress relay) {
                        events.add("invitation to " + Addresses.format(relay));
                    }

                    @Override
                    public void onSeen(RelayParty party, InetSocketAddress at) {
                        events.add(party.session() + " at " + Addresses.format(at));
                    }

                    @Override
                    public void onRelayed() {
                        events.add("relayed");
                    }
                };
        return relay.offer(new RelayRequest(asker, wanted, tag, listener), now);
    }

    private void hello(InetSocketAddress from, byte[] tag, RelayParty wanted) {
        byte[] hello = helloOf(tag, wanted);
        relay.receive(0, hello, hello.length, from, now);
    }

    private static byte[] helloOf(byte[] tag, RelayParty wanted) {
        return Packets.startup(
                0, new IHello(EndpointDiscriminator.ofFingerprint(wanted.peerId()).bytes(), tag));
    }

    private void answer(InetSocketAddress from, byte[] tag) {
        byte[] answer = Packets.startup(0, new RHello(tag, new byte[64], new byte[77]));
        relay.receive(0, answer, answer.length, from, now);
    }

    /** A packet of a session that nobody but the two can read. */
    private byte[] packet(int length) {
        byte[] packet = new byte[length];
        do {
            random.nextBytes(packet);
        } while (Multiplex.sessionId(packet, 0, length) == 0);
        return packet;
    }

    private PeerRelay relay(RelayLimits limits) {
        return new PeerRelay(
                limits,
                DOORS,
                (door, datagram, length, to) ->
                        sent.add(new Sent(door, to, Arrays.copyOf(datagram, length))),
                sightings,
                0);
    }

    private static RelayParty party(int number, String seenAt) {
        byte[] id = new byte[32];
        id[0] = (byte) number;
        return new RelayParty(number, id, at(seenAt));
    }

    private static InetSocketAddress at(String text) {
        return Addresses.parse(text).orElseThrow();
    }
}
