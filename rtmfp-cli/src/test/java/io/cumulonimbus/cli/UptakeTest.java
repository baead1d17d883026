package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whether what is written arrives. */
class UptakeTest {
    private final Uptake uptake = new Uptake();

    @Test
    void aServerThatAlwaysOwesSomeAcknowledgementsTakesWhatIsWritten() {
        long queued = 0;
        for (int i = 0; i < 3; i++) {
            queued += 100;
            assertThat(uptake.grows(100, queued)).isFalse();
        }
        for (int i = 0; i < 20; i++) {
            assertThat(uptake.grows(100, queued)).isTrue();
        }
    }

    @Test
    void aServerThatIsGoneTakesNothing() {
        assertThat(uptake.grows(100, 0)).isTrue();
        long queued = 0;
        for (int i = 0; i < 20; i++) {
            queued += 111; // a message is a little longer than what is in it
            assertThat(uptake.grows(100, queued)).isFalse();
        }
    }

    @Test
    void whatWaitedAndThenArrivesIsTaken() {
        for (int i = 1; i <= 10; i++) {
            assertThat(uptake.grows(100, 100L * i)).isFalse();
        }
        assertThat(uptake.grows(100, 100)).isTrue();
        assertThat(uptake.grows(100, 200)).isFalse();
    }
}
