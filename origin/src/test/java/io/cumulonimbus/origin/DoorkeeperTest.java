package io.cumulonimbus.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.testkit.DirectClients;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Row 40, for clients of every protocol, behind edges and proxies too. */
class DoorkeeperTest {
    private static final InetSocketAddress BAD = new InetSocketAddress("192.0.2.7", 1);
    private static final InetSocketAddress GOOD = new InetSocketAddress("192.0.2.8", 1);

    private final ManualLoop loop = new ManualLoop();
    private final Bans bans = new Bans();
    private final List<CloseReason> ends = new ArrayList<>();
    private final ClientAcceptor keeper = bans.guard(loop, client -> new Recorder(ends));

    private record Recorder(List<CloseReason> ends) implements ClientHandler {
        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            return Optional.empty();
        }

        @Override
        public void onClosed(CloseReason reason) {
            ends.add(reason);
        }
    }

    private DirectClients client(InetSocketAddress address) {
        ClientIdentity identity =
                new ClientIdentity(Protocol.RTMPT, new byte[32], "", new byte[0], new byte[0]);
        DirectClients ends = new DirectClients(identity, address);
        List<CloseReason> far = new ArrayList<>();
        ends.handlers(new Recorder(far), new Recorder(far));
        ends.handlers(keeper.accept(ends.near()), new Recorder(far));
        return ends;
    }

    private void settle(DirectClients... all) {
        loop.run();
        for (DirectClients ends : all) {
            ends.pump();
        }
    }

    @Test
    void row40WhoIsBannedIsPutOut() {
        DirectClients bad = client(BAD);
        DirectClients good = client(GOOD);
        settle(bad, good);
        assertThat(ends).isEmpty();
        bans.set(BAD.getAddress(), true);
        settle(bad, good);
        assertThat(ends).containsExactly(CloseReason.NEAR_CLOSED);
    }

    @Test
    void row40WhoIsBannedDoesNotComeIn() {
        bans.set(BAD.getAddress(), true);
        settle(client(BAD), client(GOOD));
        assertThat(ends).hasSize(1);
        bans.set(BAD.getAddress(), false);
        settle(client(BAD));
        assertThat(ends).hasSize(1);
    }

    @Test
    void row40WhoMovesToABannedAddressIsPutOut() {
        bans.set(BAD.getAddress(), true);
        DirectClients ends = client(GOOD);
        ends.moveTo(BAD);
        settle(ends);
        assertThat(this.ends).hasSize(1);
    }
}
