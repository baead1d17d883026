package io.cumulonimbus.net.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacedHopTest {
    private final ManualLoop loop = new ManualLoop();
    private final PacedHop hop = new PacedHop(loop, 2);
    private final List<String> ran = new ArrayList<>();

    @Test
    void whatIsTooMuchIsRefusedAndCounted() {
        assertThat(hop.offer(() -> ran.add("a"))).isTrue();
        assertThat(hop.offer(() -> ran.add("b"))).isTrue();
        assertThat(hop.offer(() -> ran.add("c"))).isFalse();
        assertThat(hop.inFlight()).isEqualTo(2);
        assertThat(hop.refused()).isEqualTo(1);

        loop.run();
        assertThat(hop.offer(() -> ran.add("d"))).isTrue();
        loop.run();
        assertThat(ran).containsExactly("a", "b", "d");
        assertThat(hop.inFlight()).isZero();
    }

    @Test
    void aNoticeThatMustArriveIsNeverRefused() {
        hop.offer(() -> ran.add("a"));
        hop.offer(() -> ran.add("b"));
        hop.insist(() -> ran.add("gone"));
        loop.run();

        assertThat(ran).containsExactly("a", "b", "gone");
        assertThat(hop.refused()).isZero();
    }

    @Test
    void othersHaveTheirTurnBetweenBurstsAndTheOrderStays() {
        PacedHop wide = new PacedHop(loop, 1000);
        for (int i = 0; i < 200; i++) {
            String name = "task " + i;
            assertThat(wide.offer(() -> ran.add(name))).isTrue();
        }
        loop.execute(() -> ran.add("other"));
        loop.run();
        assertThat(ran).hasSize(65).startsWith("other", "task 0").endsWith("task 63");
        wide.insist(() -> ran.add("last"));
        for (int i = 0; i < 5; i++) {
            loop.advance(1);
        }
        assertThat(ran).hasSize(202).endsWith("task 199", "last");
        assertThat(wide.inFlight()).isZero();
    }

    @Test
    void aTaskThatThrowsGivesItsPlaceBack() {
        hop.offer(
                () -> {
                    throw new IllegalStateException();
                });
        assertThatThrownBy(loop::run).isInstanceOf(IllegalStateException.class);

        assertThat(hop.inFlight()).isZero();
        hop.offer(() -> ran.add("next"));
        loop.run();
        assertThat(ran).containsExactly("next");
    }
}
