package io.cumulonimbus.origin.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.origin.app.ConnectAnswer;
import io.cumulonimbus.origin.rendezvous.IdentityStatistics;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** One connection for each peer id, whatever loop or edge it comes by. */
@ParameterizedClass
@EnumSource(Way.class)
class IdentityTest {
    /** A challenged client has three seconds, and the link its own. */
    private static final long DECIDED_MS = 7_000;

    @Parameter Way way;
    @TempDir Path www;
    private TestOrigin origin;
    private Peer old;
    private int connected;
    private int mostConnected;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(www.resolve("live"));
        origin = new TestOrigin(www, way);
        origin.application.onConnection =
                (client, answer) -> {
                    int gone = origin.application.disconnections.size();
                    connected = origin.application.clients.size() - gone;
                    mostConnected = Math.max(mostConnected, connected);
                    answer.accept(new ConnectAnswer.Accepted(new AmfObject()));
                };
        old = origin.peer("rtmfp://localhost/live");
    }

    /** Says connect, and does not wait for the answer. */
    private void ask(Peer peer) {
        Command connect =
                new Command(
                        "connect",
                        1,
                        peer.connectObject("live", "rtmfp://localhost/live"),
                        List.of());
        peer.write(peer.control(), connect.toMessage(ObjectEncoding.AMF0).message());
    }

    private static List<String> answers(Peer peer) {
        return peer.commands(0).stream()
                .filter(command -> command.name().startsWith("_"))
                .map(command -> Peer.text((AmfObject) command.argument(0), "code"))
                .toList();
    }

    private IdentityStatistics identities() {
        return origin.rendezvous.identityStatistics();
    }

    @Test
    void whoProvesThePeerIdReplacesTheOlderConnection() {
        old.connect();
        Peer again = origin.peerOnOtherLoopLike(old, true);
        Command answer = again.connect();

        assertThat(answer.name()).isEqualTo("_result");
        assertThat(old.closed).isPresent();
        assertThat(again.closed).isEmpty();
        assertThat(mostConnected).isEqualTo(1);
        assertThat(origin.application.disconnections).containsExactly("in order");
        assertThat(identities()).isEqualTo(new IdentityStatistics(1, 1, 0));
    }

    @Test
    void onOneLoopItIsTheSame() {
        old.connect();
        Peer again = origin.peerLike(old, true);
        assertThat(again.connect().name()).isEqualTo("_result");
        assertThat(old.closed).isPresent();
        assertThat(mostConnected).isEqualTo(1);
    }

    @Test
    void whoMayHaveCopiedThePeerIdIsRefusedWhileItsOwnerLives() {
        old.connect();
        Peer copy = origin.peerOnOtherLoopLike(old, false);
        ask(copy);
        origin.advance(1_000);
        assertThat(old.ends.challenges()).isEqualTo(1);
        assertThat(answers(copy)).isEmpty();
        origin.advance(DECIDED_MS);

        assertThat(answers(copy)).containsExactly("NetConnection.Connect.Rejected");
        assertThat(old.closed).isEmpty();
        assertThat(origin.application.clients).hasSize(1);
        assertThat(identities()).isEqualTo(new IdentityStatistics(1, 0, 1));
    }

    @Test
    void whenTheOlderConnectionIsDeadTheNewOneGetsIn() {
        old.connect();
        Peer again = origin.peerOnOtherLoopLike(old, false);
        ask(again);
        origin.advance(3_000);
        old.ends.die();
        origin.settle();

        assertThat(answers(again)).containsExactly("NetConnection.Connect.Success");
        assertThat(mostConnected).isEqualTo(1);
        origin.advance(DECIDED_MS);
        assertThat(again.closed).isEmpty();
        assertThat(identities()).isEqualTo(new IdentityStatistics(1, 0, 0));
    }

    @Test
    void ofManyAtOnceOneIsLeft() {
        List<Peer> all = new ArrayList<>(List.of(old));
        ask(old);
        for (int i = 0; i < 9; i++) {
            Peer next =
                    i % 2 == 0 ? origin.peerOnOtherLoopLike(old, true) : origin.peerLike(old, true);
            ask(next);
            all.add(next);
        }
        origin.settle();
        origin.advance(DECIDED_MS);

        assertThat(all).filteredOn(peer -> peer.closed.isEmpty()).hasSize(1);
        assertThat(mostConnected).isEqualTo(1);
        assertThat(identities().held()).isEqualTo(1);
    }

    @Test
    void oneThatLeavesWhileItWaitsHoldsNobodyUp() {
        old.connect();
        Peer gone = origin.peerOnOtherLoopLike(old, false);
        ask(gone);
        origin.settle();
        gone.ends.die();
        origin.settle();
        old.ends.far().close(CloseReason.NEAR_CLOSED);
        origin.settle();
        assertThat(identities().held()).isZero();

        Peer next = origin.peerLike(old, false);
        assertThat(next.connect().name()).isEqualTo("_result");
    }

    @Test
    void oneThatLeavesWhileItsApplicationDecidesIsOverWhenTheApplicationKnows() {
        List<Consumer<ConnectAnswer>> undecided = new ArrayList<>();
        origin.application.onConnection = (client, answer) -> undecided.add(answer);
        ask(old);
        origin.settle();
        old.ends.die();
        Peer again = origin.peerOnOtherLoopLike(old, true);
        ask(again);
        origin.settle();
        assertThat(undecided).hasSize(1);

        undecided.get(0).accept(new ConnectAnswer.Accepted(new AmfObject()));
        origin.settle();
        assertThat(undecided).hasSize(2);
        assertThat(origin.application.disconnections).containsExactly("in order");
    }

    @Test
    void whatIsRejectedOrEndsGivesThePeerIdBack() {
        origin.application.onConnection =
                (client, answer) -> answer.accept(new ConnectAnswer.Rejected("no"));
        old.connect();
        origin.advance(60_000);
        assertThat(old.closed).isPresent();
        assertThat(identities()).isEqualTo(new IdentityStatistics(0, 0, 0));
    }
}
