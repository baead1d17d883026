package io.cumulonimbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

class PatienceTest {
    @Test
    void whoSaysNothingWaitsForLong() {
        Duration waited = Duration.ZERO;
        try {
            Awaitility.await()
                    .conditionEvaluationListener(
                            condition -> {
                                throw new IllegalStateException(
                                        "" + condition.getRemainingTimeInMS());
                            })
                    .until(() -> false);
        } catch (IllegalStateException first) {
            waited = Duration.ofMillis(Long.parseLong(first.getMessage()));
        } catch (ConditionTimeoutException late) {
            waited = Duration.ZERO;
        }
        assertThat(waited).isBetween(Duration.ofSeconds(30), Patience.LIMIT);
    }
}
