package io.cumulonimbus.rtmfp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.testkit.SeededTest;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

class DeadlinesTest {
    private static final class Alarm extends Deadlined {
        private long at = Long.MAX_VALUE;
        private long firedAt = -1;

        @Override
        public long deadline() {
            return at;
        }

        @Override
        public void advance(long nowNs) {
            if (at <= nowNs) {
                firedAt = nowNs;
                at = Long.MAX_VALUE;
            }
        }
    }

    @SeededTest(seeds = 50)
    void everyAlarmIsWokenWhenItIsDueHoweverItMoves(RandomGenerator random) {
        Deadlines deadlines = new Deadlines();
        List<Alarm> alarms = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            alarms.add(new Alarm());
        }
        for (long now = 0; now < 2000; now++) {
            Alarm moved = alarms.get(random.nextInt(alarms.size()));
            if (random.nextInt(10) == 0) {
                deadlines.remove(moved);
                moved.at = Long.MAX_VALUE;
            } else {
                moved.at = now + random.nextInt(1, 100);
                deadlines.update(moved);
            }
            for (Deadlined due = deadlines.poll(now); due != null; due = deadlines.poll(now)) {
                due.advance(now);
                deadlines.update(due);
            }
            long next = alarms.stream().mapToLong(Alarm::deadline).min().orElseThrow();
            assertThat(next).as("nothing is overdue").isGreaterThan(now);
            assertThat(deadlines.next()).isLessThanOrEqualTo(next);
        }
        alarms.forEach(deadlines::remove);
        assertThat(deadlines.next()).isEqualTo(Long.MAX_VALUE);
        assertThat(alarms).anyMatch(alarm -> alarm.firedAt > 0);
    }
}
