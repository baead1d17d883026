package io.cumulonimbus.rtmfp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.rtmfp.packet.PacketHeader;
import org.junit.jupiter.api.Test;

/** The formulas of RFC 7016 §3.5.2.2. */
class RoundTripTest {
    private static final long MS = 1_000_000L;

    private final RoundTrip roundTrip = new RoundTrip();
    private long now = 1_000_000 * MS;

    private void sample(long ms) {
        now += 1000 * MS;
        int echo = RoundTrip.ticks(now - ms * MS);
        roundTrip.received(new PacketHeader(1, false, false, PacketHeader.NONE, echo), now);
    }

    @Test
    void theTimeoutFollowsTheSamples() {
        assertThat(roundTrip.timeout()).isEqualTo(3000 * MS);
        sample(100);
        assertThat(roundTrip.smoothed()).isEqualTo(100 * MS);
        assertThat(roundTrip.timeout()).isEqualTo((100 + 4 * 50 + 200) * MS);
        sample(60);
        // variance (3·50 + 40)/4 = 47.5, smoothed (7·100 + 60)/8 = 95
        assertThat(roundTrip.smoothed()).isEqualTo(95 * MS);
        assertThat(roundTrip.timeout()).isEqualTo((95 + 190 + 200) * MS);
    }

    @Test
    void theTimeoutIsNeverBelowAQuarterSecond() {
        for (int i = 0; i < 100; i++) {
            sample(0);
        }
        assertThat(roundTrip.timeout()).isEqualTo(250 * MS);
    }

    @Test
    void backingOffMultipliesUpToTenSeconds() {
        roundTrip.backOff();
        assertThat(roundTrip.timeout()).isEqualTo((long) (3000 * MS * 1.4142));
        for (int i = 0; i < 20; i++) {
            roundTrip.backOff();
        }
        assertThat(roundTrip.timeout()).isEqualTo(10_000 * MS);
        sample(100);
        assertThat(roundTrip.timeout()).isEqualTo(500 * MS);
    }

    @Test
    void onAVerySlowPathTheCapIsWhatWasMeasured() {
        sample(12_000);
        long measured = roundTrip.timeout();
        assertThat(measured).isEqualTo((12_000 + 4 * 6_000 + 200) * MS);
        roundTrip.backOff();
        assertThat(roundTrip.timeout()).isEqualTo(measured);
    }
}
