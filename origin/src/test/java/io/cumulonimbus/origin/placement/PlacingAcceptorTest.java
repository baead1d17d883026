package io.cumulonimbus.origin.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.origin.cluster.NodeId;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Who goes when a realm moves, and in which order. */
class PlacingAcceptorTest {
    private static final long MS = 1_000_000L;

    private final ManualLoop loop = new ManualLoop();
    private final List<String> moved = new ArrayList<>();
    private final List<String> dismissed = new ArrayList<>();
    private int done;
    private final PlacingAcceptor acceptor =
            new PlacingAcceptor(
                    loop,
                    client -> new Served((Guest) client),
                    new Homes(),
                    (client, first) -> Optional.of(((Guest) client).realm));

    @Test
    void whoPublishesGoesAheadAndNobodyGoesTwice() {
        for (String name : List.of("ann", "ben publishes", "cat", "dan publishes")) {
            acceptor.accept(new Guest(name, "game", true));
        }
        acceptor.accept(new Guest("eve publishes", "other", true));
        sendAway();
        assertThat(moved).containsExactly("ben publishes");
        loop.advance(50 * MS);
        assertThat(moved).containsExactly("ben publishes", "dan publishes");
        loop.advance(299 * MS);
        assertThat(moved).hasSize(2);
        assertThat(done).isZero();
        loop.advance(MS);
        assertThat(moved).containsExactly("ben publishes", "dan publishes", "ann", "cat");
        assertThat(done).isOne();
        acceptor.letGo("game");
        sendAway();
        assertThat(moved).hasSize(4);
        assertThat(done).isEqualTo(2);
        assertThat(dismissed).isEmpty();
    }

    @Test
    void theOthersGoAFewAtATime() {
        for (int i = 0; i < 23; i++) {
            acceptor.accept(new Guest("viewer " + i, "game", true));
        }
        sendAway();
        loop.advance(300 * MS);
        assertThat(moved).hasSize(5);
        loop.advance(100 * MS);
        assertThat(moved).hasSize(10);
        loop.advance(300 * MS);
        assertThat(moved).hasSize(23).doesNotHaveDuplicates();
        assertThat(done).isOne();
    }

    @Test
    void thousandsTakeSixSeconds() {
        for (int i = 0; i < 12_000; i++) {
            acceptor.accept(new Guest("viewer " + i, "game", true));
        }
        sendAway();
        loop.advance(300 * MS);
        assertThat(moved).hasSize(200);
        for (int i = 0; i < 60; i++) {
            loop.advance(100 * MS);
        }
        assertThat(moved).hasSize(12_000).doesNotHaveDuplicates();
        assertThat(done).isOne();
    }

    @Test
    void thousandsOfPublishersTakeTwoSeconds() {
        for (int i = 0; i < 4_000; i++) {
            acceptor.accept(new Guest(i + " publishes", "game", true));
        }
        sendAway();
        assertThat(moved).hasSize(100);
        for (int i = 0; i < 39; i++) {
            assertThat(done).isZero();
            loop.advance(50 * MS);
        }
        assertThat(moved).hasSize(4_000).doesNotHaveDuplicates();
        assertThat(done).isOne();
    }

    @Test
    void whoHasToConnectAnewIsToldWhenAllTheOthersHaveGone() {
        acceptor.accept(new Guest("ann publishes", "game", false));
        sendAway();
        assertThat(done).isOne();
        assertThat(dismissed).isEmpty();
        acceptor.letGo("game");
        assertThat(dismissed).containsExactly("ann publishes");
    }

    @Test
    void aRealmThatNobodyIsInGoesWithoutAWord() {
        sendAway();
        acceptor.letGo("game");
        assertThat(done).isOne();
        assertThat(moved).isEmpty();
    }

    private void sendAway() {
        acceptor.sendAway("game", () -> done++);
    }

    /** Everybody belongs here. */
    private static final class Homes implements PlacingAcceptor.Homes {
        @Override
        public void find(String realm, Consumer<Optional<NodeId>> answer) {
            answer.accept(Optional.empty());
        }

        @Override
        public void forward(NodeId home, Client client, Consumer<Optional<ClientHandler>> answer) {
            throw new AssertionError("forwarded to " + home);
        }
    }

    private final class Served implements ClientHandler {
        private final Guest guest;

        Served(Guest guest) {
            this.guest = guest;
        }

        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            return Optional.empty();
        }

        @Override
        public boolean publishes() {
            return guest.name.endsWith("publishes");
        }

        @Override
        public void onDismissed() {
            dismissed.add(guest.name);
        }

        @Override
        public void onClosed(CloseReason reason) {}
    }

    /** A client, behind an edge that takes it elsewhere, or not; its handler hears of its end. */
    private final class Guest implements Client {
        private final String name;
        private final String realm;
        private final boolean behindEdge;
        private boolean gone;

        Guest(String name, String realm, boolean behindEdge) {
            this.name = name;
            this.realm = realm;
            this.behindEdge = behindEdge;
        }

        @Override
        public boolean moveElsewhere() {
            if (behindEdge && !gone) {
                gone = true;
                moved.add(name);
            }
            return behindEdge;
        }

        @Override
        public ClientIdentity identity() {
            byte[] id = new byte[ClientIdentity.PEER_ID_LENGTH];
            return new ClientIdentity(Protocol.RTMFP, id, realm, new byte[0], new byte[0]);
        }

        @Override
        public InetSocketAddress address() {
            return InetSocketAddress.createUnresolved("client", 1);
        }

        @Override
        public long roundTripNs() {
            return -1;
        }

        @Override
        public MessageSink openFlow(FlowSpec spec, SinkListener listener) {
            throw new AssertionError("told something");
        }

        @Override
        public void close(CloseReason reason) {
            throw new AssertionError("closed: " + reason);
        }
    }
}
