package io.cumulonimbus.origin.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.origin.lua.Limits;
import io.cumulonimbus.origin.lua.LuaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A publisher whose edge is out of reach, and others who want to publish under its name. */
class AwayPublisherTest {
    private static final String ON_AIR = "status NetStream.Publish.Start: s is now published";
    private static final String TAKEN = "status NetStream.Publish.BadName: s is already published";

    /** Those whose first argument is so may not publish. */
    private static final String SCRIPT =
            """
            log = ''
            function onConnection(c, response, kind)
              c.kind = kind
              function c:log() return log end
            end
            function onPublish(c, p)
              log = log..c.kind..'+'
              return c.kind ~= 'stranger'
            end
            function onUnpublish(c, p) log = log..c.kind..'- ' end
            """;

    private static final LuaSettings PATIENT =
            LuaSettings.defaults().withLimits(Limits.STRICT.withEventTimeNs(Long.MAX_VALUE / 2));

    @TempDir Path www;
    private TestOrigin origin;
    private Publisher first;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(www.resolve("live"));
        Files.writeString(www.resolve("live/main.lua"), SCRIPT);
        origin = new TestOrigin(www, Way.THROUGH_A_LINK, PATIENT);
        first = new Publisher(origin.peer("live"), "first");
        assertThat(first.statuses()).containsExactly(ON_AIR);
    }

    private final class Publisher {
        private final Peer peer;
        private final long stream;

        Publisher(Peer peer, String kind) {
            this.peer = peer;
            peer.connect(AmfValue.of(kind));
            stream = peer.createStream();
            MessageSink flow = peer.flow(stream);
            peer.send(flow, "publish", 0, AmfValue.of("s"), AmfValue.of("live"));
            origin.settle();
        }

        List<String> statuses() {
            return peer.statuses(stream);
        }

        String log() {
            return peer.answer(peer.call("log")).argument(0).asText().orElseThrow();
        }
    }

    private Publisher newcomer(String kind) {
        return new Publisher(origin.peerOnOtherLoop("live"), kind);
    }

    @Test
    void whoComesInItsPlaceWaitsAndHasTheNameWhenItDoesNotComeBack() {
        origin.cut();
        Publisher second = newcomer("second");
        origin.advance(2_000);
        assertThat(second.statuses()).as("it is not decided yet").isEmpty();
        origin.advance(1_500);
        assertThat(second.statuses()).containsExactly(ON_AIR);
        assertThat(second.log()).contains("second+", "first-").doesNotContain("second-");

        origin.mend();
        assertThat(first.peer.closed).as("is told that it is over").isPresent();
        assertThat(second.peer.closed).isEmpty();
    }

    @Test
    void whoComesLateDoesNotWait() {
        origin.cut();
        origin.advance(4_000);
        Publisher second = newcomer("second");
        origin.advance(500);
        assertThat(second.statuses()).containsExactly(ON_AIR);
    }

    @Test
    void whenItsEdgeIsBackItKeepsItsName() {
        origin.cut();
        origin.advance(1_000);
        Publisher second = newcomer("second");
        origin.advance(500);
        origin.mend();
        origin.advance(500);
        assertThat(second.statuses()).containsExactly(TAKEN);
        assertThat(second.log()).isEqualTo("first+second+second- ");
        origin.advance(4_000);
        assertThat(first.peer.closed).isEmpty();
        assertThat(first.statuses()).containsExactly(ON_AIR);
    }

    @Test
    void whoMayNotPublishCostsItNothing() {
        origin.cut();
        Publisher stranger = newcomer("stranger");
        origin.advance(5_000);
        assertThat(stranger.statuses())
                .containsExactly("status NetStream.Publish.BadName: Not allowed to publish s");
        origin.mend();
        origin.advance(500);
        assertThat(first.peer.closed).isEmpty();
        assertThat(newcomer("second").statuses()).containsExactly(TAKEN);
    }

    @Test
    void whoGivesUpWaitingLeavesNothingBehind() {
        origin.cut();
        Publisher second = newcomer("second");
        origin.advance(500);
        second.peer.ends.die();
        origin.advance(4_000);
        Publisher third = newcomer("third");
        origin.advance(500);
        assertThat(third.statuses()).containsExactly(ON_AIR);
        assertThat(third.log()).contains("second+", "second-").doesNotContain("third-");
        assertThat(origin.names()).isEqualTo(1);
    }

    @Test
    void whileItsEdgeIsThereTheNameIsTaken() {
        assertThat(newcomer("second").statuses()).containsExactly(TAKEN);
        assertThat(first.log()).isEqualTo("first+");
    }
}
