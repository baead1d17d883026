package io.cumulonimbus.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of clients that are to go. */
class DepartureTest {
    private final Departure departure = new Departure();
    private final List<String> heard = new ArrayList<>();

    private List<String> texts() {
        return departure.steps().stream().map(Departure.Step::text).toList();
    }

    @Test
    void itsStepsAreToldInOrderWithTimesThatDoNotFall() {
        departure.listen(step -> heard.add(step.text()));
        departure.done("one");
        departure.stays("two");
        departure.done("three");
        assertThat(texts()).containsExactly("one", "two", "three").isEqualTo(heard);
        assertThat(departure.steps())
                .extracting(Departure.Step::left)
                .containsExactly(false, true, false);
        assertThat(departure.steps().get(0).ms()).isZero();
        assertThat(departure.steps()).extracting(Departure.Step::ms).isSorted();
        assertThat(departure.steps().get(0)).hasToString("      0 ms  one");
        assertThat(departure.isComplete()).as("something stays").isFalse();
    }

    @Test
    void itIsCompleteWhenAllHaveGone() {
        Deque<Integer> here = new ArrayDeque<>(List.of(3, 3, 1));
        departure.await("guests", Duration.ofDays(1), () -> here.isEmpty() ? 0 : here.poll());
        assertThat(texts())
                .containsExactly("3 guests have up to 86400 s to go", "all of 3 guests have gone");
        departure.await("others", Duration.ZERO, () -> 0);
        assertThat(texts()).last().isEqualTo("no others are here");
        departure.closes(0);
        assertThat(departure.isComplete()).isTrue();
        departure.closes(1);
        assertThat(departure.isComplete()).isFalse();
    }

    @Test
    void whoDoesNotGoInTimeStays() {
        departure.await("guests", Duration.ZERO, () -> 2);
        assertThat(texts()).last().isEqualTo("2 of 2 guests are still here");
        assertThat(departure.isComplete()).isFalse();
    }

    @Test
    void manyStepsAreNotKept() {
        for (int i = 0; i < 1200; i++) {
            departure.done("step " + i);
        }
        departure.stays("the last");
        assertThat(departure.steps()).hasSize(1000);
        assertThat(departure.isComplete()).isFalse();
    }
}
