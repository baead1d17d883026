package io.cumulonimbus.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.stream.MediaFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An origin that dials another one. */
class FellowTest {
    private static final LinkConfig ORIGIN =
            LinkPair.config(LinkRole.ORIGIN, "s", LinkLimits.DEFAULT);

    private final List<String> heard = new ArrayList<>();

    /** What came of one stream. */
    private final class Heard implements StreamReceiver {
        @Override
        public void begun(long publication, boolean before) {
            heard.add(before ? "on the air" : "begun");
        }

        @Override
        public void prime(MediaFrame essential) {}

        @Override
        public void frame(MediaFrame frame) {}

        @Override
        public void over(long publication) {
            heard.add("over");
        }
    }

    private static LinkPair pair(LinkRole role, LinkSecrets known) {
        return new LinkPair(
                1, LinkPair.config(role, "s", LinkLimits.DEFAULT), ORIGIN.withSecrets(known));
    }

    /** Pulls a stream that is on the air, ends and begins again. */
    private LinkPair pulling(LinkRole role) {
        LinkPair pair = pair(role, LinkSecrets.of("s"));
        pair.origin
                .session
                .streams()
                .serves(
                        (stream, lane) -> {
                            assertThat(lane.leadsToOrigin()).isEqualTo(role == LinkRole.FELLOW);
                            lane.begun(7, true, 0);
                            lane.over(7, 0);
                            lane.begun(8, false, 0);
                            return () -> heard.add("released");
                        });
        pair.settle();
        long stream = pair.edge.session.streams().pull("film", new Heard());
        pair.settle();
        pair.edge.session.streams().release(stream);
        pair.settle();
        return pair;
    }

    @Test
    void isToldWhenStreamsBeginAndEnd() {
        LinkPair pair = pulling(LinkRole.FELLOW);
        assertThat(heard).containsExactly("on the air", "over", "begun", "released");
        assertThat(pair.origin.session.farRole()).isEqualTo(LinkRole.FELLOW);
    }

    @Test
    void staysWithAnOriginThatIsGoingToStopAndKeepsItsClientsAtTheEnd() {
        LinkConfig lasting = LinkPair.config(LinkRole.FELLOW, "s", LinkLimits.DEFAULT);
        LinkPair pair = new LinkPair(1, lasting.withGrace(10_000_000_000L), ORIGIN);
        pair.settle();
        LinkPair.Carried client = pair.connect();
        pair.settle();
        pair.origin.session.drain();
        pair.settle();
        assertThat(pair.edge.session.isFarDraining()).isTrue();
        assertThat(pair.edge.suspensions).isZero();
        pair.origin.session.close();
        pair.settle();
        assertThat(pair.edge.suspensions).isOne();
        assertThat(pair.edge.lost).isEmpty();
        assertThat(client.clientHandler.closed()).isEmpty();
    }

    @Test
    void edgesAreToldByStatusesOfTheirClients() {
        pulling(LinkRole.EDGE);
        assertThat(heard).containsExactly("over", "released");
    }

    @Test
    void whoKnowsTheSecretOfOneEdgeIsNoOrigin() {
        LinkSecrets secrets =
                new LinkSecrets(List.of("other"), Map.of("fellow", List.of("s")), Set.of());
        LinkPair pair = pair(LinkRole.FELLOW, secrets);
        pair.settle();
        assertThat(pair.origin.lost).contains(LinkLoss.WRONG_SECRET);
        assertThat(pair.origin.established).isEmpty();
    }
}
