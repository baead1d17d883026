package io.cumulonimbus.origin.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.config.PeersConfig;
import io.cumulonimbus.config.PeersConfig.Introductions;
import io.cumulonimbus.config.PeersConfig.PrivateAddresses;
import io.cumulonimbus.config.RelayConfig;
import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.fabric.LocalCluster;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.endpoint.ReceivedHello;
import io.cumulonimbus.rtmfp.packet.Addresses;
import io.cumulonimbus.rtmfp.relay.Relay;
import io.cumulonimbus.rtmfp.relay.RelayRequest;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Two clients at two origins of one cluster. */
class DistantPeersTest {
    private final ManualLoop loop = new ManualLoop();
    private final LocalCluster cluster = LocalCluster.shared();
    private final List<String> askedElsewhere = new ArrayList<>();
    private final List<String> redirects = new ArrayList<>();
    private final List<RelayRequest> relayed = new ArrayList<>();
    private final Site here = new Site("here", Relay.NONE, RelayConfig.OFF);
    private final Site there = new Site("there", Relay.NONE, RelayConfig.OFF);
    private final FakeClient asker = client(1, "1.1.1.1:1001");
    private final FakeClient wanted = client(2, "2.2.2.2:2002");

    /** An origin. */
    private final class Site {
        final Directory directory;
        final RendezvousProxy node;
        final LocalPeers peers;

        Site(String name, Relay relay, RelayConfig relays) {
            directory = cluster.join(name, loop);
            node =
                    new RendezvousProxy(
                            loop,
                            new SplittableRandom(1),
                            relay,
                            new SightingsProxy(),
                            Optional.of(directory));
            peers =
                    new LocalPeers(
                            loop,
                            node,
                            new PeersConfig(Introductions.CONNECTED, PrivateAddresses.NEAR)
                                    .withRelay(relays),
                            (peer, replyTo, answer) -> askedElsewhere.add(name));
        }
    }

    private static byte[] id(int number) {
        return ByteBuffer.allocate(32).putInt(number).array();
    }

    private static FakeClient client(int number, String address) {
        return new FakeClient(id(number), Addresses.parse(address).orElseThrow());
    }

    private void ask(int number) {
        ask(here, number);
    }

    private void ask(Site site, int number) {
        InetSocketAddress from = asker.address();
        ReceivedHello hello =
                new ReceivedHello(
                        EndpointDiscriminator.ofFingerprint(id(number)),
                        false,
                        new byte[] {1, 2, 3},
                        from,
                        Optional.of(asker),
                        addresses ->
                                addresses.forEach(
                                        one ->
                                                redirects.add(
                                                        one.origin()
                                                                + " "
                                                                + Addresses.format(one.socket()))),
                        () -> {});
        site.peers.introductions().answer(hello, loop.nowNs());
        loop.run();
    }

    private long counted(IntroductionOutcome outcome) {
        return here.node.introductions().getOrDefault(outcome, 0L);
    }

    @Test
    void bothAreToldOfEachOtherAsAtOneOrigin() {
        here.peers.join(asker, "app").reported(List.of("4.4.4.4:4"));
        there.peers.join(wanted, "app").reported(List.of("192.168.1.2:2", "3.3.3.3:3"));
        loop.run();
        ask(2);
        ask(2);
        assertThat(redirects).startsWith("OBSERVED 2.2.2.2:2002", "REPORTED 3.3.3.3:3").hasSize(4);
        assertThat(wanted.hellos)
                .extracting(hello -> Addresses.format(hello.address()))
                .containsExactly("1.1.1.1:1001", "4.4.4.4:4");
        assertThat(wanted.hellos.get(0).tag()).isEqualTo(new byte[] {1, 2, 3});
        assertThat(counted(IntroductionOutcome.DONE)).isEqualTo(2);
        assertThat(askedElsewhere).isEmpty();
    }

    @Test
    void whoIsAtNoOriginIsUnknownAndNotLookedForAgainForAWhile() {
        here.peers.join(asker, "app");
        loop.run();
        ask(2);
        assertThat(askedElsewhere).containsExactly("here");
        assertThat(counted(IntroductionOutcome.UNKNOWN)).isEqualTo(1);
        there.peers.join(wanted, "app");
        loop.run();
        ask(2);
        assertThat(wanted.hellos).isEmpty();
        loop.advance(TimeUnit.SECONDS.toNanos(3));
        ask(2);
        assertThat(wanted.hellos).hasSize(1);
        assertThat(redirects).containsExactly("OBSERVED 2.2.2.2:2002");
    }

    @Test
    void theOtherOriginsRulesAndLimitsHold() {
        here.peers.join(asker, "app");
        List<String> askedBy = new ArrayList<>();
        there.peers
                .join(wanted, "app")
                .introducedIf(
                        (who, whom, answer) -> {
                            askedBy.add(who.orElseThrow().peerIdHex());
                            answer.accept(false);
                        });
        loop.run();
        ask(2);
        assertThat(askedBy).containsExactly(asker.identity().peerIdHex());
        assertThat(counted(IntroductionOutcome.REFUSED)).isEqualTo(1);
        assertThat(wanted.hellos).isEmpty();
        assertThat(redirects).isEmpty();
    }

    /** A relay that has a place for everybody. */
    private final class Door implements Relay {
        @Override
        public void offer(RelayRequest request, Consumer<Optional<InetSocketAddress>> answer) {
            relayed.add(request);
            answer.accept(Addresses.parse("9.9.9.9:1940"));
        }

        @Override
        public void forget(long session) {}
    }

    private Site relaying(String name, String application) {
        RelayConfig config = RelayConfig.OFF.activatedFor(List.of(application));
        return new Site(name, new Door(), config);
    }

    @Test
    void theRelayOfTheWantedOnesOriginIsToldToAskersOfOthers() {
        Site near = relaying("near", "app");
        Site far = relaying("far", "app");
        near.peers.join(asker, "app");
        far.peers.join(wanted, "app");
        loop.run();
        ask(near, 2);
        ask(near, 2);
        assertThat(redirects)
                .containsExactly(
                        "OBSERVED 2.2.2.2:2002",
                        "RELAY 9.9.9.9:1940",
                        "OBSERVED 2.2.2.2:2002",
                        "RELAY 9.9.9.9:1940");
        assertThat(relayed).hasSize(2);
        RelayRequest request = relayed.get(0);
        assertThat(request.asker()).isEqualTo(relayed.get(1).asker());
        assertThat(request.asker().session()).isNegative();
        assertThat(request.asker().peerId()).isEqualTo(id(1));
        assertThat(request.asker().seenAt()).isEqualTo(asker.address());
        assertThat(request.wanted().peerId()).isEqualTo(id(2));
        request.listener().onInvitation(Addresses.parse("9.9.9.9:1941").orElseThrow());
        request.listener().onSeen(request.asker(), asker.address());
        request.listener().onSeen(request.wanted(), wanted.address());
        request.listener().onRelayed();
        loop.run();
        assertThat(wanted.hellos)
                .extracting(hello -> Addresses.format(hello.address()))
                .endsWith("9.9.9.9:1941");
        assertThat(far.node.introductions()).containsEntry(IntroductionOutcome.RELAYED, 1L);
    }

    @Test
    void whoseApplicationMayNotBeRelayedIsNotWhereverItIs() {
        Site near = relaying("near", "other");
        Site far = relaying("far", "app");
        near.peers.join(asker, "app");
        far.peers.join(wanted, "app");
        loop.run();
        ask(near, 2);
        assertThat(redirects).containsExactly("OBSERVED 2.2.2.2:2002");
        assertThat(relayed).isEmpty();
    }

    @Test
    void whoLeftAndWhoseOriginDiedIsUnknown() {
        here.peers.join(asker, "app");
        Peer peer = there.peers.join(wanted, "app");
        FakeClient other = client(3, "3.3.3.3:3003");
        there.peers.join(other, "app");
        loop.run();
        peer.leave();
        loop.run();
        ask(2);
        assertThat(counted(IntroductionOutcome.UNKNOWN)).isEqualTo(1);
        cluster.kill(there.directory.self());
        loop.run();
        ask(3);
        assertThat(counted(IntroductionOutcome.UNKNOWN)).isEqualTo(2);
        assertThat(other.hellos).isEmpty();
    }

    @Test
    void ofTwoSessionsWithOneIdTheOneThatStaysIsFound() {
        here.peers.join(asker, "app");
        FakeClient second = client(2, "5.5.5.5:5005");
        Peer older = there.peers.join(wanted, "app");
        there.peers.join(second, "app");
        loop.run();
        older.leave();
        loop.run();
        ask(2);
        assertThat(second.hellos).hasSize(1);
    }
}
