package io.cumulonimbus.net.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private final ManualLoop loop = new ManualLoop();
    private final Gathering gathering = new Gathering(loop, 10);
    private final List<String> done = new ArrayList<>();

    private void join(String name) {
        gathering.join(() -> done.add(name + "@" + loop.nowNs()));
    }

    @Test
    void allAreDoneInOrderWhenTheTimeOfTheFirstIsOver() {
        join("a");
        loop.advance(4);
        join("b");
        loop.advance(5);
        assertThat(done).isEmpty();
        loop.advance(100);

        assertThat(done).containsExactly("a@10", "b@10");
    }

    @Test
    void manyCostOneWakeUp() {
        for (int i = 0; i < 100; i++) {
            join("x");
        }
        assertThat(loop.scheduled()).isEqualTo(1);
        loop.advance(10);

        assertThat(done).hasSize(100);
        assertThat(loop.scheduled()).as("nothing wakes the loop for nobody").isZero();
    }

    @Test
    void whoComesBackWaitsForAnotherTime() {
        gathering.join(
                () -> {
                    done.add("first");
                    join("again");
                });
        loop.advance(10);
        assertThat(done).containsExactly("first");
        join("other");
        loop.advance(10);

        assertThat(done).containsExactly("first", "again@20", "other@20");
    }

    @Test
    void withoutTimeNobodyHasToWait() {
        assertThat(gathering.isOpen()).isTrue();
        assertThat(new Gathering(loop, 0).isOpen()).isFalse();
    }
}
