package io.cumulonimbus.origin.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.PeerHello;
import io.cumulonimbus.config.PeersConfig;
import io.cumulonimbus.config.PeersConfig.Introductions;
import io.cumulonimbus.config.PeersConfig.PrivateAddresses;
import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import io.cumulonimbus.rtmfp.endpoint.ReceivedHello;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Addresses;
import io.cumulonimbus.rtmfp.relay.Relay;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Two clients on two loops of one node, and the hub between them. */
class IntroductionTest {
    private static final byte[] TAG = {1, 2, 3};

    private final ManualLoop hub = new ManualLoop();
    private final ManualLoop askersLoop = new ManualLoop();
    private final ManualLoop othersLoop = new ManualLoop();
    private final SightingsProxy sightings = new SightingsProxy();
    private final RendezvousProxy node =
            new RendezvousProxy(hub, new SplittableRandom(1), Relay.NONE, sightings);
    private LocalPeers askers = peers(askersLoop, Introductions.CONNECTED);
    private final LocalPeers others = peers(othersLoop, Introductions.CONNECTED);
    private final FakeClient asker = client(1, "1.1.1.1:1001");
    private final FakeClient other = client(2, "2.2.2.2:2002");
    private final Peer askingPeer = askers.join(asker, "app");
    private final Peer otherPeer = others.join(other, "app");
    private final List<String> redirects = new ArrayList<>();

    @Test
    void row57BothAreToldOfEachOther() {
        otherPeer.reported(List.of("192.168.1.2:2", "3.3.3.3:3"));
        ask(asker, 2, TAG);

        assertThat(redirects).containsExactly("OBSERVED 2.2.2.2:2002, REPORTED 3.3.3.3:3");
        assertThat(other.hellos).hasSize(1);
        PeerHello hello = other.hellos.get(0);
        assertThat(hello.address()).isEqualTo(asker.address());
        assertThat(hello.observed()).isTrue();
        assertThat(hello.tag()).isEqualTo(TAG);
        assertCounts(IntroductionOutcome.DONE, 1);
    }

    @Test
    void row58WhoAsksAgainIsAnsweredAtItsOwnAddressesInTurn() {
        askingPeer.reported(List.of("4.4.4.4:4", "5.5.5.5:5"));
        for (int i = 0; i < 4; i++) {
            ask(asker, 2, TAG);
        }
        assertThat(back())
                .containsExactly("1.1.1.1:1001", "4.4.4.4:4", "5.5.5.5:5", "1.1.1.1:1001");
        assertThat(other.hellos)
                .extracting(PeerHello::observed)
                .containsExactly(true, false, false, true);

        ask(asker, 2, new byte[] {9});
        assertThat(back()).last().isEqualTo("1.1.1.1:1001");
    }

    @Test
    void anAttemptIsForgottenWhenItsInitiatorMustHaveGivenUp() {
        askingPeer.reported(List.of("4.4.4.4:4"));
        ask(asker, 2, TAG);
        othersLoop.advance(Attempts.MEMORY_NS + 1);
        askersLoop.advance(Attempts.MEMORY_NS + 1);
        ask(asker, 2, TAG);
        assertThat(back()).containsExactly("1.1.1.1:1001", "1.1.1.1:1001");
    }

    @Test
    void twoBehindOneTranslatorTryTheirOwnNetworkFirst() {
        FakeClient neighbour = client(3, "1.1.1.1:3003");
        others.join(neighbour, "app").reported(List.of("192.168.0.3:3"));
        askingPeer.reported(List.of("192.168.0.1:1"));
        ask(asker, 3, TAG);
        ask(asker, 3, TAG);

        assertThat(neighbour.hellos)
                .extracting(hello -> Addresses.format(hello.address()))
                .containsExactly("192.168.0.1:1", "1.1.1.1:1001");
        assertThat(redirects).first().isEqualTo("OBSERVED 1.1.1.1:3003, REPORTED 192.168.0.3:3");
    }

    @Test
    void row59TwoHostsWithTheSamePortAreNotMistakenForEachOther() {
        FakeClient twin = client(3, "3.3.3.3:1001");
        askers.join(twin, "app").reported(List.of("6.6.6.6:6"));
        askingPeer.reported(List.of("4.4.4.4:4"));
        ask(asker, 2, TAG);
        ask(asker, 2, TAG);
        assertThat(back()).containsExactly("1.1.1.1:1001", "4.4.4.4:4");
    }

    @Test
    void strangersAreNotServed() {
        ask(Optional.empty(), "7.7.7.7:7", 2, TAG);
        assertNothingHappened(IntroductionOutcome.STRANGER);
    }

    @Test
    void strangersAreServedWhenTheOperatorWantsIt() {
        askers = peers(askersLoop, Introductions.ANY);
        ask(Optional.empty(), "7.7.7.7:7", 2, TAG);
        assertThat(redirects).containsExactly("OBSERVED 2.2.2.2:2002");
        assertThat(back()).containsExactly("7.7.7.7:7");
    }

    @Test
    void unknownIdsAreAnsweredBySilence() {
        ask(asker, 99, TAG);
        assertNothingHappened(IntroductionOutcome.UNKNOWN);
        ask(asker, 99, TAG);
        assertThat(hub.run()).isZero();
        assertCounts(IntroductionOutcome.UNKNOWN, 2);
    }

    @Test
    void aClientThatCameLaterIsFoundAfterAWhile() {
        ask(asker, 3, TAG);
        FakeClient late = client(3, "3.3.3.3:3");
        others.join(late, "app");
        askersLoop.advance(TimeUnit.SECONDS.toNanos(3));
        ask(asker, 3, TAG);
        assertThat(late.hellos).hasSize(1);
    }

    @Test
    void whoLeftIsUnknown() {
        settle();
        otherPeer.leave();
        otherPeer.leave();
        ask(asker, 2, TAG);
        assertNothingHappened(IntroductionOutcome.UNKNOWN);
    }

    @Test
    void theOlderOfTwoWithTheSameIdIsFoundAgainWhenTheNewerLeft() {
        FakeClient newer = client(2, "8.8.8.8:8");
        Peer second = others.join(newer, "app");
        ask(asker, 2, TAG);
        assertThat(newer.hellos).hasSize(1);
        second.leave();
        ask(asker, 2, TAG);
        assertThat(other.hellos).hasSize(1);
    }

    @Test
    void nobodyIsIntroducedToItselfButToldWhereItIsSeen() {
        ask(asker, 1, TAG);
        assertCounts(IntroductionOutcome.ITSELF, 1);
        assertThat(redirects).containsExactly("OBSERVED 1.1.1.1:1001");
        assertThat(asker.hellos).isEmpty();
    }

    @Test
    void whoLooksForItselfIsToldAtOurOtherAddressesToo() {
        sightings.doors(
                List.of(
                        address("9.9.9.9:1935"),
                        address("9.9.9.9:1936"),
                        address("[2001:db8::9]:1935")));
        ask(asker, 1, TAG);
        assertThat(redirects)
                .containsExactly("OBSERVED 1.1.1.1:1001, RELAY 9.9.9.9:1935, RELAY 9.9.9.9:1936");
        ask(Optional.empty(), "1.1.1.1:1001", 1, TAG);
        assertThat(redirects).last().isEqualTo("OBSERVED 1.1.1.1:1001");
        assertThat(askingPeer.mapping()).isEqualTo(NatMapping.INDEPENDENT);
        ask(Optional.empty(), "1.1.1.1:7777", 1, TAG);
        assertThat(redirects).last().isEqualTo("OBSERVED 1.1.1.1:7777");
        assertThat(askingPeer.mapping()).isEqualTo(NatMapping.DEPENDENT);
    }

    @Test
    void strangersWhoLookForSomebodyAreToldNothing() {
        sightings.doors(List.of(address("9.9.9.9:1936")));
        ask(Optional.empty(), "1.1.1.1:7", 1, TAG);
        ask(asker, 1, TAG);
        redirects.clear();
        ask(Optional.empty(), "1.1.1.1:7", 1, new byte[] {4});
        ask(Optional.empty(), "1.1.1.1:7", 2, TAG);
        ask(Optional.empty(), "7.7.7.7:7", 1, TAG);
        askersLoop.advance(SightingsProxy.WHILE_NS);
        ask(Optional.empty(), "1.1.1.1:7", 1, TAG);
        assertThat(redirects).isEmpty();
        assertCounts(IntroductionOutcome.STRANGER, 5);
    }

    @Test
    void thoseWhoLookForThemselvesAreBoundedAndSoAreTheAnswers() {
        sightings.doors(List.of(address("9.9.9.9:1936")));
        PeerId id = new PeerId(id(1));
        SightingsProxy.Party party =
                new SightingsProxy.Party(address("1.1.1.1:1").getAddress(), at -> {});
        byte[] last = {};
        for (int i = 0; i < 3 * SightingsProxy.MOST; i++) {
            last = ByteBuffer.allocate(4).putInt(i).array();
            sightings.watch(last, id, party, 0);
        }
        assertThat(sightings.size()).isEqualTo(SightingsProxy.MOST);
        long later = SightingsProxy.WHILE_NS;
        sightings.watch(last, id, party, later);
        assertThat(sightings.size()).isOne();
        sightings.watch(new byte[9], id, party, later);
        sightings.watch(new byte[10], id, party, 2 * later);
        assertThat(sightings.size()).isOne();
        sightings.watch(last, id, party, later);
        int answers = 0;
        for (int i = 0; i < 100; i++) {
            answers += sightings.onHello(last, id(1), address("1.1.1.1:9"), later) ? 1 : 0;
        }
        assertThat(answers).isEqualTo(SightingsProxy.MOST_NOTICES);
    }

    @Test
    void aClientThatCannotBeToldIsNotGivenAway() {
        other.deaf = true;
        ask(asker, 2, TAG);
        assertNothingHappened(IntroductionOutcome.TARGET_DEAF);
    }

    @Test
    void clientsWithoutAFamilyInCommonAreNotIntroduced() {
        others.join(client(3, "[2001:db8::3]:3"), "app");
        ask(asker, 3, TAG);
        assertNothingHappened(IntroductionOutcome.NO_ADDRESS);
    }

    @Test
    void anApplicationMayRefuseAnIntroduction() {
        otherPeer.introducedIf(
                (asking, wanted, answer) -> answer.accept(asking.orElseThrow().peerId()[3] != 1));
        ask(asker, 2, TAG);
        assertNothingHappened(IntroductionOutcome.REFUSED);
        FakeClient third = client(3, "3.3.3.3:3");
        askers.join(third, "app");
        ask(third, 2, TAG);
        assertThat(other.hellos).hasSize(1);
    }

    @Test
    void anApplicationMayDecideLater() {
        List<Consumer<Boolean>> asked = new ArrayList<>();
        otherPeer.introducedIf((asking, wanted, answer) -> asked.add(answer));
        ask(asker, 2, TAG);
        assertThat(other.hellos).isEmpty();
        asked.get(0).accept(true);
        settle();
        assertThat(other.hellos).hasSize(1);
        assertThat(redirects).hasSize(1);
    }

    @Test
    void theReasonIsKnownOfEachSession() {
        ask(asker, 99, new byte[] {1});
        other.deaf = true;
        ask(asker, 2, new byte[] {2});
        List<PeerReport> reports = new ArrayList<>();
        node.report(id(1), answer -> answer.ifPresent(reports::add));
        node.report(id(77), answer -> answer.ifPresent(reports::add));
        settle();
        assertThat(reports).hasSize(1);
        assertThat(reports.get(0).meetings())
                .extracting(MeetingReport::reason)
                .containsExactly("there is no such client", "the client cannot be told");
    }

    @Test
    void whoAsksTooOftenIsNotServed() {
        for (int i = 0; i < 100; i++) {
            ask(asker, 2, new byte[] {(byte) i});
        }
        assertThat(other.hellos).hasSize(Introducer.WISHES_PER_SECOND);
        assertCounts(IntroductionOutcome.ASKER_TOO_FAST, 100 - Introducer.WISHES_PER_SECOND);
        askersLoop.advance(TimeUnit.SECONDS.toNanos(1));
        ask(asker, 2, TAG);
        assertThat(other.hellos).hasSize(Introducer.WISHES_PER_SECOND + 1);
    }

    @Test
    void aThousandHellosForOneClientBecomeAFew() {
        for (int i = 0; i < 1000; i++) {
            FakeClient one = client(1000 + i, "9.9." + i / 250 + "." + i % 250 + ":9");
            askers.join(one, "app");
            ask(one, 2, TAG);
        }
        assertThat(other.hellos).hasSize(Peer.HELLOS_PER_SECOND);
        assertThat(redirects).hasSize(Peer.HELLOS_PER_SECOND);
    }

    @Test
    void attemptsAreBounded() {
        Attempts attempts = new Attempts();
        PeerId id = new PeerId(id(1));
        for (int i = 0; i < 3 * Attempts.MOST; i++) {
            attempts.next(id, ByteBuffer.allocate(4).putInt(i).array(), 0);
        }
        assertThat(attempts.size()).isEqualTo(Attempts.MOST);
        attempts.next(id, new byte[1000], 0);
        assertThat(attempts.size()).isEqualTo(Attempts.MOST);
        attempts.expire(Attempts.MEMORY_NS + 1);
        assertThat(attempts.size()).isZero();
    }

    @Test
    void hellosForTheServerItselfAreAnswered() {
        ReceivedHello hello =
                new ReceivedHello(
                        EndpointDiscriminator.ofUri("rtmfp://server/app"),
                        true,
                        TAG,
                        asker.address(),
                        Optional.empty(),
                        addresses -> {},
                        () -> {});
        assertThat(askers.introductions().answer(hello, 0)).isInstanceOf(HelloPolicy.Respond.class);
    }

    @Test
    void invitationsToTheRelayCountAsMuchAsOtherHellos() {
        for (int i = 0; i < 100; i++) {
            new Relayed(Optional.of(askingPeer), otherPeer, new byte[] {(byte) i}, asker.address())
                    .onInvitation(address("9.9.9.9:1940"));
        }
        settle();
        assertThat(other.hellos).hasSize(Peer.HELLOS_PER_SECOND);
        assertCounts(IntroductionOutcome.TARGET_TOO_WANTED, 100 - Peer.HELLOS_PER_SECOND);
        othersLoop.advance(TimeUnit.SECONDS.toNanos(1));
        otherPeer.leave();
        new Relayed(Optional.of(askingPeer), otherPeer, TAG, asker.address())
                .onInvitation(address("9.9.9.9:1940"));
        settle();
        assertThat(other.hellos).hasSize(Peer.HELLOS_PER_SECOND);
    }

    @Test
    void clientsOfApplicationsThatAreNotListedAreIntroducedToNobody() {
        PeersConfig some =
                new PeersConfig(Introductions.CONNECTED, PrivateAddresses.NEAR)
                        .withApplications(List.of("app"));
        LocalPeers there = new LocalPeers(othersLoop, node, some);
        FakeClient hidden = client(3, "3.3.3.3:3");
        there.join(hidden, "secret/app").introducedIf(IntroductionRule.EVERYBODY);
        ask(asker, 3, TAG);
        assertThat(hidden.hellos).isEmpty();
        assertNothingHappened(IntroductionOutcome.REFUSED);

        askers = new LocalPeers(askersLoop, node, some);
        FakeClient secluded = client(4, "4.4.4.4:4");
        askers.join(secluded, "secret");
        ask(secluded, 2, TAG);
        assertThat(other.hellos).isEmpty();
        assertCounts(IntroductionOutcome.REFUSED, 2);
        FakeClient open = client(5, "5.5.5.5:5");
        askers.join(open, "app/room");
        ask(open, 2, TAG);
        assertThat(other.hellos).hasSize(1);
    }

    @Test
    void whereBothTranslatorsAreKnownTheReasonNamesThemWithoutARelay() {
        askingPeer.mapping(NatMapping.DEPENDENT);
        otherPeer.mapping(NatMapping.DEPENDENT);
        ask(asker, 2, TAG);
        askersLoop.advance(Meetings.PATIENCE_NS);
        ask(asker, 2, TAG);
        assertCounts(IntroductionOutcome.BOTH_SYMMETRIC, 1);
        assertCounts(IntroductionOutcome.NO_ANSWER, 0);
    }

    @Test
    void whoSaysTheAddressAtWhichWeSeeItHasNoTranslator() {
        askingPeer.reported(List.of("4.4.4.4:4"));
        assertThat(askingPeer.mapping()).isEqualTo(NatMapping.UNKNOWN);
        askingPeer.reported(List.of("4.4.4.4:4", "1.1.1.1:1001"));
        assertThat(askingPeer.mapping()).isEqualTo(NatMapping.INDEPENDENT);
    }

    private LocalPeers peers(ManualLoop loop, Introductions introductions) {
        return new LocalPeers(loop, node, new PeersConfig(introductions, PrivateAddresses.NEAR));
    }

    private void ask(FakeClient from, int wanted, byte[] tag) {
        ask(Optional.of(from), Addresses.format(from.address()), wanted, tag);
    }

    private void ask(Optional<FakeClient> client, String from, int wanted, byte[] tag) {
        ReceivedHello hello =
                new ReceivedHello(
                        EndpointDiscriminator.ofFingerprint(id(wanted)),
                        false,
                        tag,
                        address(from),
                        client.map(c -> c),
                        addresses -> redirects.add(text(addresses)),
                        () -> {});
        assertThat(askers.introductions().answer(hello, askersLoop.nowNs()))
                .isInstanceOf(HelloPolicy.Ignore.class);
        settle();
    }

    private void settle() {
        while (hub.run() + askersLoop.run() + othersLoop.run() > 0) {
            continue;
        }
    }

    private void assertNothingHappened(IntroductionOutcome outcome) {
        assertThat(redirects).isEmpty();
        assertThat(other.hellos).isEmpty();
        assertCounts(outcome, 1);
    }

    private void assertCounts(IntroductionOutcome outcome, long count) {
        assertThat(node.introductions().get(outcome)).isEqualTo(count);
    }

    private List<String> back() {
        return other.hellos.stream().map(hello -> Addresses.format(hello.address())).toList();
    }

    private static String text(List<Address> addresses) {
        return String.join(
                ", ",
                addresses.stream()
                        .map(a -> a.origin() + " " + Addresses.format(a.socket()))
                        .toList());
    }

    private static FakeClient client(int number, String address) {
        return new FakeClient(id(number), address(address));
    }

    private static byte[] id(int number) {
        return ByteBuffer.allocate(32).putInt(number).array();
    }

    private static InetSocketAddress address(String text) {
        return Addresses.parse(text).orElseThrow();
    }
}
