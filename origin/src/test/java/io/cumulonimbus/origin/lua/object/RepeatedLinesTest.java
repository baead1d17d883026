package io.cumulonimbus.origin.lua.object;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is written of lines that come again. */
class RepeatedLinesTest {
    private static final String LINE = "app/main.lua:9: attempt to call global 'x' (a nil value)";

    private final RepeatedLines lines = new RepeatedLines();

    @Test
    void aLineIsWrittenOnceAndThenCounted() {
        assertThat(lines.take(LINE, 5)).contains(LINE);
        for (int i = 1; i <= 500; i++) {
            assertThat(lines.take(LINE, 5 + i * RepeatedLines.SPACING_NS / 501)).isEmpty();
        }
        assertThat(lines.take("another", 7)).contains("another");
        assertThat(lines.take(LINE, 5 + RepeatedLines.SPACING_NS))
                .contains(LINE + " (and 500 times before this)");
        assertThat(lines.take(LINE, 6 + RepeatedLines.SPACING_NS)).isEmpty();
        assertThat(lines.take("another", 7 + RepeatedLines.SPACING_NS)).contains("another");
    }

    @Test
    void manyDifferentOnesAreCounted() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(lines.take("line " + i, i).isPresent()).isEqualTo(i < RepeatedLines.MOST);
        }
        assertThat(lines.take("late", RepeatedLines.SPACING_NS - 1)).isEmpty();
        assertThat(lines.take("line 2000", RepeatedLines.SPACING_NS))
                .contains("line 2000 (and 937 other lines before this)");
    }
}
