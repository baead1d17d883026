package io.cumulonimbus.rtmfp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.rtmfp.session.PacketAssembler;
import io.cumulonimbus.testkit.RecordingHandler;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** The ids that we give to sessions (RFC 7016 §3.3, §3.5.1.1.1). */
class SessionIdTest {
    private final Queue<Integer> drawn = new ArrayDeque<>();
    private final Sessions sessions =
            new Sessions(
                    EndpointConfig.SERVER,
                    client -> new RecordingHandler(),
                    new Counters(),
                    new PacketAssembler((datagram, length, to) -> {}),
                    () -> {},
                    () -> drawn.isEmpty() ? 0 : (long) drawn.poll() << 32,
                    Shard.alone());

    @Test
    void zeroIsNeverAnId() {
        drawn.addAll(List.of(0, 0, 7));
        assertThat(sessions.reserveId()).isEqualTo(7);
        assertThat(drawn).isEmpty();
    }

    @Test
    void anIdIsGivenAgainOnlyWhenItIsFree() {
        drawn.addAll(List.of(7, 7, 7, -8, 7));
        assertThat(sessions.reserveId()).isEqualTo(7);
        assertThat(sessions.reserveId()).isEqualTo(-8);
        sessions.releaseId(7);
        assertThat(sessions.reserveId()).isEqualTo(7);
    }
}
