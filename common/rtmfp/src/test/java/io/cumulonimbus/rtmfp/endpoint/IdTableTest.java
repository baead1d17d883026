package io.cumulonimbus.rtmfp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.testkit.SeededTest;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class IdTableTest {
    /** Ids that share their upper bits or their lower ones, so that they collide. */
    private static int id(RandomGenerator random) {
        int few = random.nextInt(1, 400);
        return random.nextBoolean() ? few : few << 20;
    }

    @SeededTest
    void behavesAsAMap(RandomGenerator random) {
        Map<Integer, String> model = new HashMap<>();
        IdTable<String> table = new IdTable<>();
        for (int i = 0; i < 5_000; i++) {
            int id = id(random);
            // Grows first, shrinks in the end.
            if (random.nextInt(5_000) > i) {
                model.put(id, "element " + i);
                table.put(id, model.get(id));
            } else {
                String there = model.getOrDefault(id, "another");
                assertThat(table.remove(id, there)).isEqualTo(model.remove(id, there));
            }
            int asked = id(random);
            assertThat(table.get(asked)).isEqualTo(model.get(asked));
            assertThat(table).hasSize(model.size());
        }
        assertThat(table).containsExactlyInAnyOrderElementsOf(model.values());
        model.forEach((id, element) -> assertThat(table.get(id)).isEqualTo(element));
    }

    @Test
    void removesOnlyTheElementThatItIsAskedTo() {
        IdTable<String> table = new IdTable<>();
        table.put(7, "here");

        assertThat(table.remove(7, "another")).isFalse();
        assertThat(table.get(7)).isEqualTo("here");
        assertThat(table.remove(7, "here")).isTrue();
        assertThat(table).isEmpty();
    }
}
