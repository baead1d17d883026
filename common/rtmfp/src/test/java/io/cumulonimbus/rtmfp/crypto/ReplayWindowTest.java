package io.cumulonimbus.rtmfp.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** No session sequence number twice. */
class ReplayWindowTest {
    @Test
    void arrivalsAreJudgedAsTheRfcSays() {
        for (JsonNode run : Vectors.json("sseq-window.json").get("runs")) {
            ReplayWindow window = new ReplayWindow();
            for (JsonNode arrival : run.get("arrivals")) {
                long number = Long.parseUnsignedLong(arrival.get("sseq").textValue());
                String rfc = arrival.get("rfc").textValue();
                boolean accepted = window.isNew(number);
                if (accepted) {
                    window.see(number);
                }
                assertThat(rfc)
                        .as(run.get("name").textValue() + " " + number)
                        .isNotEqualTo(accepted ? "discard" : "accept");
            }
        }
    }

    @SeededTest
    void theWindowRemembersExactly128Numbers(RandomGenerator random) {
        ReplayWindow window = new ReplayWindow();
        Set<Long> seen = new HashSet<>();
        long highest = random.nextLong(1000, Long.MAX_VALUE / 2);
        for (int i = 0; i < 2000; i++) {
            long number = highest + random.nextInt(-200, random.nextInt(10) == 0 ? 300 : 20);
            boolean expected =
                    seen.isEmpty()
                            || number > highest
                            || highest - number < ReplayWindow.SIZE && !seen.contains(number);
            assertThat(window.isNew(number)).isEqualTo(expected);
            if (expected) {
                window.see(number);
                highest = seen.isEmpty() || number > highest ? number : highest;
                seen.add(number);
            }
        }
    }

    @Test
    void numbersAreUnsigned() {
        ReplayWindow window = new ReplayWindow();
        window.see(Long.MAX_VALUE);
        assertThat(window.isNew(Long.MIN_VALUE)).isTrue();
        window.see(Long.MIN_VALUE);
        assertThat(window.isNew(Long.MAX_VALUE)).isFalse();
        window.see(-1);
        assertThat(window.isNew(0)).isFalse();
        assertThat(window.isNew(-2)).isTrue();
    }
}
