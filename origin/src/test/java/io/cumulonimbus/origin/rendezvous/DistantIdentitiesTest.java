package io.cumulonimbus.origin.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.config.PeersConfig;
import io.cumulonimbus.config.PeersConfig.Introductions;
import io.cumulonimbus.config.PeersConfig.PrivateAddresses;
import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.PeerPlace;
import io.cumulonimbus.origin.cluster.fabric.PartedCluster;
import io.cumulonimbus.rtmfp.relay.Relay;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One connection for each peer id, whichever origin of a cluster it comes to. */
class DistantIdentitiesTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final ManualLoop loop = new ManualLoop();
    private final PartedCluster cluster = new PartedCluster();
    private final Site one = new Site("one");
    private final Site two = new Site("two");
    private final Site three = new Site("three");

    /** An origin. */
    private final class Site {
        final Directory directory;
        final RendezvousProxy node;
        final LocalPeers peers;

        Site(String name) {
            directory = cluster.join(name, loop);
            node =
                    new RendezvousProxy(
                            loop,
                            new SplittableRandom(1),
                            Relay.NONE,
                            new SightingsProxy(),
                            Optional.of(directory));
            peers =
                    new LocalPeers(
                            loop,
                            node,
                            new PeersConfig(Introductions.CONNECTED, PrivateAddresses.NEAR));
        }

        NodeId id() {
            return directory.self();
        }
    }

    /** A client that says connect, and is accepted as soon as it has its peer id. */
    private final class Guest implements Client {
        final List<Boolean> outcomes = new ArrayList<>();
        final List<CloseReason> closed = new ArrayList<>();
        int challenges;
        private final Site site;
        private final ClientIdentity identity;
        private final IdentityClaim claim;
        private final boolean restored;
        private Optional<Peer> peer = Optional.empty();

        Guest(Site site, boolean proven) {
            this(site, proven, false);
        }

        Guest(Site site, boolean proven, boolean restored) {
            this.site = site;
            this.restored = restored;
            byte[] none = new byte[0];
            identity = new ClientIdentity(Protocol.RTMFP, new byte[32], proven, "app", none, none);
            claim = site.peers.claim(this, this::settled);
            claim.settle();
        }

        private void settled(boolean hasId) {
            outcomes.add(hasId);
            if (hasId) {
                peer = Optional.of(site.peers.join(this, "app"));
            }
        }

        boolean isIn() {
            return outcomes.equals(List.of(true)) && closed.isEmpty();
        }

        @Override
        public ClientIdentity identity() {
            return identity;
        }

        @Override
        public InetSocketAddress address() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        }

        @Override
        public long roundTripNs() {
            return -1;
        }

        @Override
        public MessageSink openFlow(FlowSpec spec, SinkListener listener) {
            throw new AssertionError("nobody opens a flow here");
        }

        @Override
        public List<byte[]> restoredFrom() {
            return restored ? List.of(new byte[1]) : List.of();
        }

        @Override
        public void challenge() {
            challenges++;
        }

        @Override
        public void close(CloseReason reason) {
            closed.add(reason);
            peer.ifPresent(site.peers::left);
            claim.release();
        }
    }

    private Optional<NodeId> holder() {
        List<Optional<NodeId>> found = new ArrayList<>();
        three.directory
                .peers()
                .locate(
                        new byte[32],
                        loop,
                        outcome -> found.add(outcome.value().map(PeerPlace::node)));
        loop.run();
        return found.get(0);
    }

    @Test
    void whoProvesThePeerIdReplacesTheOlderConnectionElsewhere() {
        Guest old = new Guest(one, true);
        loop.run();
        Guest again = new Guest(two, true);
        loop.run();
        assertThat(old.closed).containsExactly(CloseReason.OVERRIDDEN);
        assertThat(again.isIn()).isTrue();
        loop.advance(10 * SECOND_NS);
        assertThat(again.isIn()).isTrue();
        assertThat(holder()).contains(two.id());
        assertThat(one.node.identityStatistics()).isEqualTo(new IdentityStatistics(0, 1, 0));
        assertThat(two.node.identityStatistics()).isEqualTo(new IdentityStatistics(1, 0, 0));
    }

    @Test
    void whoMayHaveCopiedItIsRefusedWhileItsOwnerLives() {
        Guest old = new Guest(one, true);
        loop.run();
        Guest copy = new Guest(two, false);
        loop.advance(SECOND_NS);
        assertThat(old.challenges).isOne();
        assertThat(copy.outcomes).isEmpty();
        loop.advance(10 * SECOND_NS);
        assertThat(copy.outcomes).containsExactly(false);
        assertThat(old.isIn()).isTrue();
        assertThat(holder()).contains(one.id());
        assertThat(two.node.identityStatistics().held()).isZero();
    }

    @Test
    void whenTheOlderConnectionIsDeadTheNewOneGetsIn() {
        Guest old = new Guest(one, false);
        loop.run();
        Guest again = new Guest(two, false);
        loop.advance(2 * SECOND_NS);
        old.close(CloseReason.TIMED_OUT);
        loop.run();
        assertThat(again.isIn()).isTrue();
        loop.advance(10 * SECOND_NS);
        assertThat(again.isIn()).isTrue();
        assertThat(holder()).contains(two.id());
    }

    @Test
    void anOriginThatIsLostKeepsNobodyOut() {
        new Guest(one, true);
        loop.run();
        cluster.kill(one.id());
        Guest again = new Guest(two, false);
        loop.run();
        assertThat(again.isIn()).isTrue();
    }

    @Test
    void whoComesFromAnOriginThatIsLostAsksNobody() {
        Guest old = new Guest(one, true);
        loop.run();
        Guest moved = new Guest(two, true, true);
        assertThat(moved.isIn()).as("at once").isTrue();
        loop.advance(2 * SECOND_NS);
        assertThat(moved.isIn()).isTrue();
        assertThat(old.isIn()).as("it was taken elsewhere").isFalse();
    }

    @Test
    void ofManyThatComeAtOnceOneIsLeft() {
        for (boolean proven : new boolean[] {true, false}) {
            List<Guest> all = new ArrayList<>();
            for (Site site : List.of(one, two, three, one, two)) {
                all.add(new Guest(site, proven));
            }
            loop.advance(30 * SECOND_NS);
            List<Guest> left = all.stream().filter(Guest::isIn).toList();
            assertThat(left).as("proven %s", proven).hasSize(1);
            assertThat(holder()).contains(left.get(0).site.id());
            left.get(0).close(CloseReason.FAR_CLOSED);
            loop.advance(SECOND_NS);
            assertThat(holder()).isEmpty();
        }
    }

    @Test
    void ofACopyAndItsOwnerThatComeAtOnceTheOwnerIsLeft() {
        for (List<Boolean> proven : List.of(List.of(true, false), List.of(false, true))) {
            Guest first = new Guest(one, proven.get(0));
            Guest second = new Guest(two, proven.get(1));
            loop.advance(30 * SECOND_NS);
            assertThat(Stream.of(first, second).filter(Guest::isIn))
                    .hasSize(1)
                    .allMatch(guest -> guest.identity().peerIdProven());
            Stream.of(first, second)
                    .filter(Guest::isIn)
                    .forEach(guest -> guest.close(CloseReason.FAR_CLOSED));
            loop.advance(SECOND_NS);
        }
    }

    @Test
    void ofTwoThatCameToBothPartsTheLaterOneIsLeftWhenTheyAreOneAgain() {
        for (Site site : List.of(one, two)) {
            cluster.part(two.id());
            Guest first = new Guest(site == one ? two : one, true);
            loop.advance(2 * SECOND_NS);
            Guest second = new Guest(site, true);
            loop.advance(5 * SECOND_NS);
            assertThat(first.isIn() && second.isIn()).as("apart").isTrue();
            cluster.heal();
            loop.advance(10 * SECOND_NS);
            assertThat(first.closed).containsExactly(CloseReason.OVERRIDDEN);
            assertThat(second.isIn()).isTrue();
            assertThat(holder()).contains(site.id());
            second.close(CloseReason.FAR_CLOSED);
            loop.advance(SECOND_NS);
            assertThat(holder()).isEmpty();
        }
    }

    @Test
    void ofTwoThatCameToBothPartsTheOneThatProvesItIsLeft() {
        for (Site site : List.of(one, two)) {
            for (boolean earlier : new boolean[] {true, false}) {
                cluster.part(two.id());
                Guest first = new Guest(site, earlier);
                loop.advance(2 * SECOND_NS);
                Guest second = new Guest(site == one ? two : one, !earlier);
                loop.advance(2 * SECOND_NS);
                cluster.heal();
                loop.advance(20 * SECOND_NS);
                Guest owner = earlier ? first : second;
                assertThat(Stream.of(first, second).filter(Guest::isIn)).containsExactly(owner);
                assertThat(holder()).contains(owner.site.id());
                owner.close(CloseReason.FAR_CLOSED);
                loop.advance(SECOND_NS);
            }
        }
    }

    @Test
    void ofTwoThatProveNothingOneIsLeft() {
        cluster.part(two.id());
        List<Guest> both = List.of(new Guest(one, false), new Guest(two, false));
        loop.advance(2 * SECOND_NS);
        cluster.heal();
        loop.advance(20 * SECOND_NS);
        assertThat(both.stream().filter(Guest::isIn)).hasSize(1);
    }

    @Test
    void messagesThatMakeNoSenseAreNothing() {
        Guest guest = new Guest(one, true);
        loop.run();
        for (int length : new int[] {0, 8, 9, 40, 42, 49, 50}) {
            two.directory.post().send(one.id(), "identity", new byte[length]);
            two.directory.post().send(one.id(), "identity.answer", new byte[length]);
        }
        loop.advance(10 * SECOND_NS);
        assertThat(guest.isIn()).isTrue();
    }
}
