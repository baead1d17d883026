package io.cumulonimbus.net.warm;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The first clients of a process, in memory. */
class WarmingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void clientsOfBothProtocolsAreAnswered() {
        assertThat(Warming.begin(new SecureRandom()).await(PATIENCE)).isTrue();
    }

    @Test
    void whatGoesWrongIsOverToo() {
        RandomGenerator broken =
                () -> {
                    throw new IllegalStateException("no randomness");
                };
        assertThat(Warming.begin(broken).await(PATIENCE)).isFalse();
    }
}
