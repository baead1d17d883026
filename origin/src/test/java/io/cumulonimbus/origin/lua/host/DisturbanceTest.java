package io.cumulonimbus.origin.lua.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.origin.lua.vm.ScriptFault;
import org.junit.jupiter.api.Test;

class DisturbanceTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final Disturbance disturbance = new Disturbance();

    @Test
    void soMuchAtOnceAndAsMuchAgainEachSecond() {
        long nowNs = -5 * SECOND_NS;
        assertThat(takenAt(nowNs)).isEqualTo(2000);
        assertThat(takenAt(nowNs)).isZero();
        assertThat(takenAt(nowNs + SECOND_NS / 2)).isEqualTo(1000);
        assertThat(takenAt(nowNs + 60 * SECOND_NS)).isEqualTo(2000);
    }

    @Test
    void whatIsTooMuchIsAnErrorOfTheScript() {
        takenAt(0);
        assertThatThrownBy(() -> disturbance.take(Disturbance.BAN, 1))
                .isInstanceOf(ScriptFault.class)
                .hasMessage("too much asked of the server in a short time");
    }

    private int takenAt(long nowNs) {
        int taken = 0;
        try {
            while (true) {
                disturbance.take(Disturbance.ENTRY, nowNs);
                taken++;
            }
        } catch (ScriptFault empty) {
            return taken;
        }
    }
}
