package io.cumulonimbus.origin.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastGroupsTest {
    private static final long SECOND = 1_000_000_000L;

    private long now = 5 * SECOND;
    private final LastGroups groups = new LastGroups(() -> now);

    @Test
    void theLastGroupOfANameIsKeptForAWhile() {
        assertThat(groups.before("a")).isZero();
        groups.ended("a", 7);
        groups.ended("a", 0); // without media
        now += 119 * SECOND;
        groups.ended("b", 1);
        assertThat(groups.before("a")).isEqualTo(7);
        now += SECOND;
        assertThat(groups.before("a")).isZero();
        assertThat(groups.before("b")).isEqualTo(1);
    }

    @Test
    void soManyNamesAreKeptAtMost() {
        for (int i = 0; i < 4_096; i++) {
            groups.ended("n" + i, 1);
        }
        groups.ended("n0", 2);
        groups.ended("one more", 1);
        assertThat(groups.before("n0")).isEqualTo(2);
        assertThat(groups.before("n1")).isZero();
        assertThat(groups.before("n2")).isEqualTo(1);
    }
}
