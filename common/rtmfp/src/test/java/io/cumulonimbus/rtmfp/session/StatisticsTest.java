package io.cumulonimbus.rtmfp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.rtmfp.endpoint.EndpointStatistics;
import io.cumulonimbus.rtmfp.flow.CongestionWindow;
import io.cumulonimbus.rtmfp.world.Node;
import io.cumulonimbus.rtmfp.world.Traffic;
import io.cumulonimbus.rtmfp.world.World;
import org.junit.jupiter.api.Test;

/** What sessions and endpoints tell of themselves. */
class StatisticsTest {
    private final World world = new World(3);
    private final Node client = world.connectedClient();
    private final Session session = (Session) client.client();
    private final Traffic up = new Traffic(session, 1, Priority.BULK);

    private SessionStatistics after(int bytes) {
        up.write(bytes, world.sim().random());
        assertThat(world.runUntil(() -> up.isDone(world.server().handler()), 60_000)).isTrue();
        return session.statistics();
    }

    @Test
    void aGoodPathShowsItsRoundTripAndNoLoss() {
        SessionStatistics fares = after(100_000);
        assertThat(fares.address()).isEqualTo(world.server().address());
        assertThat(fares.roundTripNs()).isBetween(15_000_000L, 60_000_000L);
        assertThat(fares.timeoutNs()).isGreaterThanOrEqualTo(250_000_000L);
        assertThat(fares.window()).isGreaterThan(CongestionWindow.INITIAL);
        assertThat(fares.outstanding()).isZero();
        assertThat(fares.datagram()).isEqualTo(1200);
        assertThat(fares.fragments()).isBetween(84L, 100L);
        assertThat(fares.lost()).isZero();
        assertThat(fares.retransmitted()).isZero();
        assertThat(fares.timeouts()).isZero();
    }

    @Test
    void lossesRepetitionsAndTimeOutsAreCounted() {
        world.conditions().loss(0.1);
        SessionStatistics fares = after(300_000);
        assertThat(fares.lost()).isPositive();
        assertThat(fares.retransmitted()).isEqualTo(fares.lost());
        world.conditions().partitioned(true);
        up.write(1000, world.sim().random());
        world.runFor(5_000);
        assertThat(session.statistics().timeouts()).isGreaterThan(fares.timeouts());
    }

    @Test
    void anEndpointKeepsWhatItsSessionsCounted() {
        world.conditions().loss(0.1);
        SessionStatistics fares = after(300_000);
        world.conditions().loss(0);
        EndpointStatistics during = client.endpoint().statistics();
        assertThat(during.fragments()).isEqualTo(fares.fragments());
        assertThat(during.lost()).isEqualTo(fares.lost());
        session.close(CloseReason.NEAR_CLOSED);
        assertThat(world.runUntil(client::isEmpty, 200_000)).isTrue();
        EndpointStatistics after = client.endpoint().statistics();
        assertThat(after.fragments()).isGreaterThanOrEqualTo(during.fragments());
        assertThat(after.lost()).isEqualTo(during.lost());
        assertThat(after.retransmitted()).isEqualTo(during.retransmitted());
        assertThat(after.timeouts()).isEqualTo(during.timeouts());
    }
}
