package io.cumulonimbus.link.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many sessions at a time move to another origin. */
class RelocationTest {
    private static final long MILLISECOND = 1_000_000L;

    private final Relocation relocation = new Relocation();
    private long nowNs = -500 * MILLISECOND;

    private int viewers() {
        int opened = 0;
        while (relocation.allows(false, nowNs)) {
            opened++;
        }
        return opened;
    }

    private List<Integer> tenths(int count) {
        List<Integer> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            opened.add(viewers());
            assertThat(relocation.nextNs()).isEqualTo(nowNs + 100 * MILLISECOND);
            nowNs = relocation.nextNs();
        }
        return opened;
    }

    @Test
    void viewersComeAFewAtFirstAndThen500ASecond() {
        relocation.begin();
        assertThat(tenths(6)).containsExactly(5, 10, 20, 40, 50, 50);
    }

    @Test
    void publishersComeAtOnceAndTakeNobodysPlace() {
        relocation.begin();
        for (int i = 0; i < 1_000; i++) {
            assertThat(relocation.allows(true, nowNs)).isTrue();
        }
        assertThat(viewers()).isEqualTo(5);
        assertThat(relocation.allows(true, nowNs)).isTrue();
    }

    @Test
    void newcomersAreNotCountedWhenNobodyMoves() {
        assertThat(relocation.allows(false, nowNs)).isTrue();
        assertThat(relocation.nextNs()).isEqualTo(Long.MAX_VALUE);
        relocation.begin();
        viewers();
        relocation.end();
        assertThat(relocation.allows(false, nowNs)).isTrue();
        assertThat(relocation.nextNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whoeverComesSoonAfterOthersIsCountedWithThem() {
        relocation.begin();
        assertThat(viewers()).isEqualTo(5);
        relocation.end();
        relocation.begin();
        assertThat(viewers()).isZero();
        nowNs += 150 * MILLISECOND;
        assertThat(viewers()).isEqualTo(10);
    }

    @Test
    void anotherOriginAndALongRestBeginWithAFewAgain() {
        relocation.begin();
        tenths(5);
        relocation.restart();
        relocation.begin();
        assertThat(viewers()).isEqualTo(5);
        nowNs += 1_000 * MILLISECOND;
        assertThat(viewers()).isEqualTo(5);
    }
}
