package io.cumulonimbus.origin.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.origin.cluster.Lease;
import io.cumulonimbus.origin.cluster.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** In which order, and when, a realm goes to its next home. */
class RealmMoveTest {
    private static final long MS = 1_000_000L;

    private final ManualLoop loop = new ManualLoop();
    private final List<String> events = new ArrayList<>();
    private final Lease theirs = new Lease("game", 2, new NodeId("there", 7));
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private final RealmMove move = new RealmMove(loop, theirs, tenants(), () -> events.add("gone"));

    private Tenants tenants() {
        return new Tenants() {
            @Override
            public void prepare(String realm, Loop on, Runnable ready) {
                events.add("prepare");
            }

            @Override
            public void movesTo(Lease next) {
                events.add("to " + next.holder().name());
            }

            @Override
            public CompletableFuture<Void> sendAway(String realm) {
                events.add("away " + realm);
                return left;
            }

            @Override
            public void actsUntil(Lease lease, long ns) {
                events.add("acts");
            }

            @Override
            public void letGo(String realm, boolean planned) {
                events.add("let go");
            }
        };
    }

    @Test
    void linksAreMadeFirstThenClientsGoThenTheRealm() {
        move.isPrepared();
        loop.advance(199 * MS);
        assertThat(events).containsExactly("to there");
        loop.advance(MS);
        assertThat(events).containsExactly("to there", "away game");
        loop.advance(5_000 * MS);
        assertThat(events).hasSize(2);
        left.complete(null);
        loop.run();
        assertThat(events).containsExactly("to there", "away game", "gone");
        loop.advance(5_000 * MS);
        assertThat(events).hasSize(3);
    }

    @Test
    void nobodyGoesBeforeTheNextHomeIsReadyHoweverLongThatTakes() {
        loop.advance(3_000 * MS);
        assertThat(events).containsExactly("to there");
        move.isPrepared();
        loop.advance(MS);
        assertThat(events).containsExactly("to there", "away game");
    }
}
