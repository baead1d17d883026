package io.cumulonimbus.origin.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.config.PeersConfig;
import io.cumulonimbus.config.PeersConfig.Introductions;
import io.cumulonimbus.config.PeersConfig.PrivateAddresses;
import io.cumulonimbus.config.RelayConfig;
import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.rtmfp.crypto.DhGroup;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.packet.Addresses;
import io.cumulonimbus.rtmfp.relay.Relay;
import io.cumulonimbus.rtmfp.relay.RelayLimits;
import io.cumulonimbus.testkit.SimNats;
import io.cumulonimbus.testkit.SimNats.Kind;
import io.cumulonimbus.testkit.SimWorld;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two clients behind translators of every kind, a server between them, real endpoints throughout:
 * introductions lead to a session exactly where they can.
 */
class NatTraversalTest {
    private static final List<DhGroup> GROUPS = List.of(DhGroup.MODP_1024);
    private static final Identity SERVER = Identity.server(new SplittableRandom(1), GROUPS);
    private static final Identity ASKER = Identity.client(new SplittableRandom(2), GROUPS);
    private static final Identity OTHER = Identity.client(new SplittableRandom(3), GROUPS);
    private static final InetSocketAddress SERVER_AT = at("9.9.9.9:1935");
    private static final InetSocketAddress SECOND_AT = at("9.9.9.9:1936");
    private static final InetSocketAddress ASKER_AT = at("192.168.1.2:5000");
    private static final InetSocketAddress OTHER_AT = at("192.168.2.3:5000");
    private static final InetSocketAddress NEIGHBOUR_AT = at("192.168.1.3:5000");
    private static final InetSocketAddress ASKERS_NAT = at("1.1.1.1:1");
    private static final InetSocketAddress OTHERS_NAT = at("2.2.2.2:1");
    private static final List<InetSocketAddress> DOORS =
            List.of(at("9.9.9.9:1940"), at("9.9.9.9:1941"));
    private static final long GIVEN_UP_MS = 100_000;

    private final SimWorld world = new SimWorld(5);
    private final SimNats nats = new SimNats(world);
    private final ManualLoop hub = new ManualLoop();
    private final ManualLoop loop = new ManualLoop();
    private final SightingsProxy sightings = new SightingsProxy();
    private RendezvousProxy node = new RendezvousProxy(hub, world.random(), Relay.NONE, sightings);
    private Optional<SimRelay> relay = Optional.empty();
    private List<String> applications = List.of("*");
    private boolean secondAddress;

    static Stream<Arguments> pairs() {
        return Stream.of(Kind.values())
                .flatMap(one -> Stream.of(Kind.values()).map(two -> Arguments.of(one, two)))
                .flatMap(
                        pair ->
                                Stream.of(false, true)
                                        .map(
                                                hairpin ->
                                                        Arguments.of(
                                                                pair.get()[0],
                                                                pair.get()[1],
                                                                hairpin)));
    }

    /** All sixteen pairs, with and without hairpin, which makes no difference here. */
    @ParameterizedTest
    @MethodSource("pairs")
    void twoNetworksApartAreJoinedWhereTheoryAllowsIt(Kind askers, Kind others, boolean hairpin) {
        nats.add(askers, ASKERS_NAT.getAddress(), hairpin, ASKER_AT);
        nats.add(others, OTHERS_NAT.getAddress(), hairpin, OTHER_AT);
        assertThat(meet(OTHER_AT, PrivateAddresses.NEAR)).isEqualTo(canMeet(askers, others));
    }

    /** Who meets whom, in the order of {@link Kind}; theory, written out cell by cell. */
    private static final String[] MEETS = {
        // full cone, restricted, port restricted, symmetric
        "yes yes yes yes", // full cone
        "yes yes yes yes", // restricted: lets in any port of a host that something was sent to
        "yes yes yes no ", // port restricted: the symmetric one's next port is unknown
        "yes yes no  no ", // symmetric
    };

    private static boolean canMeet(Kind one, Kind two) {
        return MEETS[one.ordinal()].split(" +")[two.ordinal()].equals("yes");
    }

    static Stream<Arguments> shared() {
        return Stream.of(Kind.values())
                .flatMap(
                        kind ->
                                Stream.of(true, false)
                                        .flatMap(
                                                hairpin ->
                                                        Stream.of(PrivateAddresses.values())
                                                                .map(
                                                                        privacy ->
                                                                                Arguments.of(
                                                                                        kind,
                                                                                        hairpin,
                                                                                        privacy))));
    }

    @ParameterizedTest
    @MethodSource("shared")
    void neighboursMeetInsideOrWhereTheirTranslatorTurnsPacketsAround(
            Kind kind, boolean hairpin, PrivateAddresses privacy) {
        nats.add(kind, ASKERS_NAT.getAddress(), hairpin, ASKER_AT, NEIGHBOUR_AT);
        boolean expected = privacy != PrivateAddresses.NEVER || hairpin && kind != Kind.SYMMETRIC;
        assertThat(meet(NEIGHBOUR_AT, privacy)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void aClientInTheOpenMeetsEverybody(Kind kind) {
        nats.add(kind, OTHERS_NAT.getAddress(), false, OTHER_AT);
        assertThat(meet(OTHER_AT, PrivateAddresses.NEAR)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void everybodyMeetsAClientInTheOpen(Kind kind) {
        nats.add(kind, ASKERS_NAT.getAddress(), false, ASKER_AT);
        assertThat(meet(OTHER_AT, PrivateAddresses.NEAR)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void withARelayEverybodyMeetsAndDirectlyWhereTheoryAllowsIt(Kind askers, Kind others) {
        nats.add(askers, ASKERS_NAT.getAddress(), false, ASKER_AT);
        nats.add(others, OTHERS_NAT.getAddress(), false, OTHER_AT);
        relayed(16);
        boolean direct = canMeet(askers, others);
        assertThat(meet(OTHER_AT, PrivateAddresses.NEAR)).isTrue();
        world.runFor(15_000);

        assertThat(relay.orElseThrow().statistics().meetings()).isEqualTo(direct ? 0 : 1);
        PeerReport report = report();
        assertThat(report.mapping())
                .isEqualTo(
                        askers == Kind.SYMMETRIC ? NatMapping.DEPENDENT : NatMapping.INDEPENDENT);
        assertThat(report.meetings())
                .extracting(MeetingReport::connectivity)
                .containsExactly(direct ? Connectivity.DIRECT : Connectivity.RELAYED);
        long relayedPackets = relay.orElseThrow().statistics().datagrams();
        world.runFor(15_000);
        assertThat(relay.orElseThrow().statistics().datagrams() > relayedPackets)
                .isEqualTo(!direct);
    }

    @Test
    void neighboursMeetByTheRelayWhereNothingElseIsAllowed() {
        nats.add(Kind.SYMMETRIC, ASKERS_NAT.getAddress(), false, ASKER_AT, NEIGHBOUR_AT);
        relayed(16);
        assertThat(meet(NEIGHBOUR_AT, PrivateAddresses.NEVER)).isTrue();
        assertThat(relay.orElseThrow().statistics().meetings()).isOne();
    }

    @Test
    void withoutARelayItIsKnownThatNothingGotThrough() {
        nats.add(Kind.SYMMETRIC, ASKERS_NAT.getAddress(), false, ASKER_AT);
        nats.add(Kind.SYMMETRIC, OTHERS_NAT.getAddress(), false, OTHER_AT);
        assertThat(meet(OTHER_AT, PrivateAddresses.NEAR)).isFalse();
        assertFailed(IntroductionOutcome.NO_ANSWER);
    }

    @ParameterizedTest
    @CsvSource({
        "SYMMETRIC, SYMMETRIC, BOTH_SYMMETRIC",
        "SYMMETRIC, PORT_RESTRICTED, ONE_SYMMETRIC",
        "PORT_RESTRICTED, SYMMETRIC, ONE_SYMMETRIC"
    })
    void withASecondAddressItIsKnownWhy(Kind askers, Kind others, IntroductionOutcome why) {
        nats.add(askers, ASKERS_NAT.getAddress(), false, ASKER_AT);
        nats.add(others, OTHERS_NAT.getAddress(), false, OTHER_AT);
        secondAddress = true;
        assertThat(meet(OTHER_AT, PrivateAddresses.NEAR)).isFalse();
        assertFailed(why);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aSecondAddressChangesNothingElse(Kind askers, Kind others) {
        nats.add(askers, ASKERS_NAT.getAddress(), false, ASKER_AT);
        nats.add(others, OTHERS_NAT.getAddress(), false, OTHER_AT);
        secondAddress = true;
        assertThat(meet(OTHER_AT, PrivateAddresses.NEAR)).isEqualTo(canMeet(askers, others));
    }

    @Test
    void whenTheRelayIsFullItIsKnownThatItWas() {
        nats.add(Kind.SYMMETRIC, ASKERS_NAT.getAddress(), false, ASKER_AT);
        nats.add(Kind.SYMMETRIC, OTHERS_NAT.getAddress(), false, OTHER_AT);
        relayed(0);
        assertThat(meet(OTHER_AT, PrivateAddresses.NEAR)).isFalse();
        assertFailed(IntroductionOutcome.RELAY_FULL);
    }

    @Test
    void clientsOfOtherApplicationsAreNotRelayed() {
        nats.add(Kind.SYMMETRIC, ASKERS_NAT.getAddress(), false, ASKER_AT);
        nats.add(Kind.SYMMETRIC, OTHERS_NAT.getAddress(), false, OTHER_AT);
        relayed(16);
        applications = List.of("chat");
        assertThat(meet(OTHER_AT, PrivateAddresses.NEAR)).isFalse();
        assertFailed(IntroductionOutcome.NO_ANSWER);
        assertThat(relay.orElseThrow().statistics().refused()).isZero();
    }

    private void assertFailed(IntroductionOutcome why) {
        assertThat(node.introductions().get(why)).isOne();
        assertThat(report().meetings())
                .extracting(MeetingReport::connectivity, MeetingReport::outcome)
                .containsExactly(tuple(Connectivity.FAILED, why));
    }

    private void relayed(int pairs) {
        RelayLimits limits =
                new RelayLimits(
                        pairs,
                        1_000_000,
                        1_000_000,
                        2_000_000_000L,
                        60_000_000_000L,
                        600_000_000_000L);
        relay = Optional.of(new SimRelay(world, limits, DOORS, sightings));
        node = new RendezvousProxy(hub, world.random(), relay.get(), sightings);
    }

    private PeerReport report() {
        world.runFor(1); // the loops' clocks are moved in turns only
        List<PeerReport> reports = new ArrayList<>();
        node.report(ASKER.certificate().fingerprint(), answer -> answer.ifPresent(reports::add));
        world.runFor(100);
        return reports.get(0);
    }

    /** Connects both with the server, then one with the other; answers whether it worked. */
    private boolean meet(InetSocketAddress otherAt, PrivateAddresses privacy) {
        world.network().everywhere().latencyMs(20);
        RelayConfig relaying =
                relay.isPresent() ? RelayConfig.OFF.activatedFor(applications) : RelayConfig.OFF;
        LocalPeers peers =
                new LocalPeers(
                        loop,
                        node,
                        new PeersConfig(Introductions.CONNECTED, privacy).withRelay(relaying));
        SimEndpoint server =
                new SimEndpoint(
                        world,
                        SERVER_AT,
                        EndpointConfig.SERVER.withHello(peers.introductions()),
                        SERVER,
                        hub,
                        loop);
        if (secondAddress) {
            sightings.doors(List.of(SERVER_AT, SECOND_AT));
            new SimEndpoint(
                    world,
                    SECOND_AT,
                    EndpointConfig.SERVER.withHello(peers.introductions()),
                    SERVER,
                    hub,
                    loop);
        }
        server.accepting(client -> join(peers, client, otherAt, server));
        SimEndpoint asker = new SimEndpoint(world, ASKER_AT, EndpointConfig.CLIENT, ASKER);
        SimEndpoint other = new SimEndpoint(world, otherAt, EndpointConfig.CLIENT, OTHER);
        EndpointDiscriminator app = EndpointDiscriminator.ofUri("rtmfp://server/app");
        asker.connect(app, SERVER_AT);
        other.connect(app, SERVER_AT);
        assertThat(world.runUntil(() -> server.accepted.size() == 2, GIVEN_UP_MS)).isTrue();
        world.runFor(1000);

        byte[] wanted = OTHER.certificate().fingerprint();
        asker.connect(EndpointDiscriminator.ofFingerprint(wanted), SERVER_AT);
        world.runUntil(() -> asker.opened.size() == 2 && !other.accepted.isEmpty(), GIVEN_UP_MS);
        assertThat(asker.opened.size() == 2).isEqualTo(!other.accepted.isEmpty());
        return asker.opened.size() == 2;
    }

    private static ClientHandler join(
            LocalPeers peers, Client client, InetSocketAddress otherAt, SimEndpoint server) {
        boolean isOther =
                Arrays.equals(client.identity().peerId(), OTHER.certificate().fingerprint());
        peers.join(client, "app").reported(List.of(Addresses.format(isOther ? otherAt : ASKER_AT)));
        return server;
    }

    private static InetSocketAddress at(String text) {
        return Addresses.parse(text).orElseThrow();
    }
}
