package io.cumulonimbus.origin.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Lease;
import io.cumulonimbus.origin.cluster.Leases;
import io.cumulonimbus.origin.cluster.fabric.LocalCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether an origin believes that a realm is at home with it. */
class HoldingsTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final ManualLoop loop = new ManualLoop();
    private final LocalCluster cluster = LocalCluster.shared();
    private final Directory here = cluster.join("here", loop);
    private final Directory there = cluster.join("there", loop);
    private final Lease ours = new Lease("game", 1, here.self());
    private final List<String> gone = new ArrayList<>();
    private long actsUntilNs;
    private Optional<Lease> knownThere = Optional.of(ours);
    private Holdings holdings;

    @BeforeEach
    void start() {
        new Holdings(there, loop, tenants(), realm -> knownThere);
        holdings = new Holdings(here, loop, tenants(), realm -> Optional.of(ours));
        loop.run();
    }

    private Tenants tenants() {
        return new Tenants() {
            @Override
            public void prepare(String realm, Loop on, Runnable ready) {
                ready.run();
            }

            @Override
            public void movesTo(Lease next) {}

            @Override
            public CompletableFuture<Void> sendAway(String realm) {
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void actsUntil(Lease lease, long ns) {
                actsUntilNs = ns;
            }

            @Override
            public void letGo(String realm, boolean planned) {
                gone.add(realm);
            }
        };
    }

    private void confirm() {
        holdings.confirmed(ours, loop.nowNs());
        loop.run();
    }

    private boolean mayAct() {
        return actsUntilNs - loop.nowNs() > 0;
    }

    @Test
    void itActsAsLongAsItsLeaseIsConfirmedInTime() {
        confirm();
        loop.advance(2 * SECOND_NS);
        assertThat(mayAct()).isTrue();
        loop.advance(Leases.CONFIRMED_NS - 2 * SECOND_NS);
        assertThat(mayAct()).isFalse();
        confirm();
        assertThat(mayAct()).isTrue();
    }

    @Test
    void afterALongSilenceAnotherOriginHasToSayThatItIsStillTheHome() {
        confirm();
        knownThere = Optional.empty();
        loop.advance(8 * SECOND_NS);
        confirm();
        assertThat(mayAct()).isFalse();
        knownThere = Optional.of(ours);
        loop.advance(SECOND_NS);
        confirm();
        assertThat(mayAct()).isTrue();
        assertThat(gone).isEmpty();
    }

    @Test
    void anotherHomeThatSomebodyKnowsOfEndsItHere() {
        confirm();
        knownThere = Optional.of(new Lease("game", 2, there.self()));
        loop.advance(8 * SECOND_NS);
        confirm();
        loop.run();
        assertThat(mayAct()).isFalse();
        assertThat(gone).containsExactly("game");
        holdings.lost(ours);
        assertThat(gone).hasSize(1);
    }

    @Test
    void whereNobodyAnswersEachSideGoesOn() {
        confirm();
        cluster.kill(there.self());
        loop.advance(8 * SECOND_NS);
        confirm();
        assertThat(mayAct()).isFalse();
        for (int i = 0; i < 15; i++) {
            loop.advance(SECOND_NS);
            confirm();
        }
        assertThat(mayAct()).isTrue();
        assertThat(gone).isEmpty();
    }

    @Test
    void aLeaseOfBeforeThatIsLostLateChangesNothing() {
        confirm();
        holdings.confirmed(new Lease("game", 3, here.self()), loop.nowNs());
        holdings.lost(ours);
        assertThat(gone).isEmpty();
    }
}
