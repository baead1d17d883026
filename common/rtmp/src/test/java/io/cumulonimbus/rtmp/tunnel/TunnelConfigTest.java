package io.cumulonimbus.rtmp.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How loops share what is granted. */
class TunnelConfigTest {
    @Test
    void eachLoopHasItsShareOfTheSessions() {
        TunnelConfig all = TunnelConfig.DEFAULT.withSessions(100, 40, 10, 60_000_000_000L);

        TunnelConfig share = all.shareOf(3);
        assertThat(share.sessions()).isEqualTo(34);
        assertThat(share.opening()).isEqualTo(14);
        assertThat(all.shareOf(64).opening()).isEqualTo(10);
        assertThat(all.shareOf(1)).isEqualTo(all);
        assertThat(all.withSessions(100, 5, 10, 60_000_000_000L).shareOf(2).opening()).isEqualTo(5);
    }
}
