package io.cumulonimbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Reading of vectors, and spoiling of bytes. */
class VectorsTest {
    @Test
    void linesAndHexAreRead() {
        List<JsonNode> lines = Vectors.lines("sample.jsonl");
        assertThat(lines).hasSize(2);
        assertThat(Vectors.hex(lines.get(0), "bytes")).isEqualTo(new byte[] {0, -1, 16});
        assertThat(Vectors.hex(new byte[] {0, -1, 16})).isEqualTo("00ff10");
    }

    @Test
    void whatIsMissingIsNamed() {
        JsonNode second = Vectors.lines("sample.jsonl").get(1);
        assertThatThrownBy(() -> Vectors.hex(second, "bytes")).hasMessageContaining("bytes");
        assertThatThrownBy(() -> Vectors.json("absent.json")).hasMessageContaining("absent.json");
    }

    @SeededTest
    void mutationsAreNearMissesAndLeaveTheOriginalAlone(RandomGenerator random) {
        byte[] valid = "a valid packet".getBytes();
        Mutator mutator = new Mutator(random);
        int changed = 0;
        for (int i = 0; i < 100; i++) {
            byte[] mutated = mutator.mutate(valid);
            changed += Arrays.equals(mutated, valid) ? 0 : 1;
            assertThat(mutated.length).isBetween(0, valid.length + 4 * 32);
        }
        assertThat(changed).isGreaterThan(80);
        assertThat(new String(valid)).isEqualTo("a valid packet");
        assertThat(mutator.mutate(new byte[0])).hasSizeLessThan(200);
    }
}
