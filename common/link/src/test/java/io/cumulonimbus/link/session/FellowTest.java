package io.cumulonimbus.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkLimits;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.LinkSecrets;
import io.cumulonimbus.link.stream.StreamReceiver;
import io.cumulonimbus.stream.MediaFrame;
import io.cumulonimbus.stream.MediaKind;
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
    private class Heard implements StreamReceiver {
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
    void hasSoundButNoPicturesToTheNextKeyFrameWhileTheLinkIsSlow() {
        Broadcast stage = new Broadcast(pair(LinkRole.FELLOW, LinkSecrets.of("s")));
        LinkPair slow = stage.pair;
        List<MediaFrame> came = new ArrayList<>();
        slow.edge
                .session
                .streams()
                .pull(
                        "film",
                        new Heard() {
                            @Override
                            public void frame(MediaFrame frame) {
                                came.add(frame);
                            }
                        });
        slow.settle();
        for (int i = 0; i < 500; i++) { // 20 s, about twice of what the link takes
            stage.video(Broadcast.large(i % 50 == 0 ? Broadcast.KEY : Broadcast.INTER, 30_000));
            stage.audio();
            slow.origin.capacity = 10_000;
            slow.clock.advanceMs(40);
            slow.carry(slow.origin, slow.edge);
            slow.carry(slow.edge, slow.origin);
        }
        slow.origin.capacity = Integer.MAX_VALUE;
        slow.settle();
        long pictures = came.stream().filter(f -> f.kind() == MediaKind.VIDEO).count();
        long dropped = slow.origin.session.statistics().mediaDropped();
        assertThat(dropped).isPositive().isEqualTo(500 - pictures);
        assertThat(came.stream().filter(f -> f.kind() == MediaKind.AUDIO)).hasSize(500);
        assertThat(stage.lanes.get("film").dropped()).isEqualTo(dropped);
        assertNoPictureWithoutTheOneBefore(came);
    }

    /** After a hole the next picture is a key frame. */
    private static void assertNoPictureWithoutTheOneBefore(List<MediaFrame> came) {
        long last = -1;
        boolean hole = false;
        for (MediaFrame frame : came) {
            if (frame.kind() == MediaKind.VIDEO) {
                if (last >= 0 && frame.number() != last + 1) {
                    hole = true;
                    assertThat(frame.isKeyFrame()).isTrue();
                }
                last = frame.number();
            }
        }
        assertThat(hole).isTrue();
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
