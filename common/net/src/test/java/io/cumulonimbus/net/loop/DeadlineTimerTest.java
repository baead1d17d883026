package io.cumulonimbus.net.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlineTimerTest {
    private final ManualLoop loop = new ManualLoop();
    private final List<Long> fired = new ArrayList<>();
    private final DeadlineTimer timer = new DeadlineTimer(loop, () -> fired.add(loop.nowNs()));

    @Test
    void itFiresAtItsDeadlineOnce() {
        timer.set(100);
        loop.advance(99);
        assertThat(fired).isEmpty();
        loop.advance(1000);

        assertThat(fired).containsExactly(100L);
    }

    @Test
    void aDeadlineThatMovesBackKeepsItsOneWakeUp() {
        for (long ns = 100; ns < 200; ns++) {
            timer.set(ns);
        }
        assertThat(loop.scheduled()).isEqualTo(1);
        loop.advance(1000);

        assertThat(fired).containsExactly(199L);
    }

    @Test
    void aDeadlineThatMovesForwardWakesEarlier() {
        timer.set(500);
        timer.set(50);
        loop.advance(1000);

        assertThat(fired).containsExactly(50L);
        assertThat(loop.scheduled()).isZero();
    }

    @Test
    void whoeverAsksForItSoonerDoesNotPutItOff() {
        timer.setSooner(100);
        for (long ns = 0; ns < 100; ns += 10) {
            timer.setSooner(loop.nowNs() + 100);
            loop.advance(10);
        }
        assertThat(fired).containsExactly(100L);
        timer.setSooner(400);
        timer.setSooner(300);
        loop.advance(1000);
        assertThat(fired).containsExactly(100L, 300L);
    }

    @Test
    void aDeadlineThatWasTakenAwayDoesNotFire() {
        timer.set(500);
        timer.set(DeadlineTimer.NEVER);
        loop.advance(1000);
        timer.set(1500);
        timer.cancel();
        loop.advance(1000);

        assertThat(fired).isEmpty();
        timer.set(3000);
        loop.advance(1000);
        assertThat(fired).containsExactly(3000L);
    }

    @Test
    void theDeadlineMayBeSetAgainWhenItFires() {
        List<Long> ticks = new ArrayList<>();
        DeadlineTimer[] ticker = new DeadlineTimer[1];
        ticker[0] =
                new DeadlineTimer(
                        loop,
                        () -> {
                            ticks.add(loop.nowNs());
                            ticker[0].set(loop.nowNs() + 10);
                        });
        ticker[0].set(10);
        loop.advance(35);

        assertThat(ticks).containsExactly(10L, 20L, 30L);
    }

    @Test
    void theEndOfATurnComesOnceAndBehindWhatWasQueued() {
        List<String> order = new ArrayList<>();
        TurnEnd end = new TurnEnd(loop, () -> order.add("end"));
        loop.execute(() -> order.add("first"));
        end.ask();
        end.ask();
        loop.execute(end::ask);
        loop.run();

        assertThat(order).containsExactly("first", "end", "end");
    }
}
