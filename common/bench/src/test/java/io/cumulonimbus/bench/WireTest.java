package io.cumulonimbus.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import org.junit.jupiter.api.Test;

/** That the benchmarks measure what they say. */
class WireTest {
    @Test
    void everythingWrittenArrives() {
        Wire wire = new Wire();
        MessageSink flow = wire.connect();
        for (int i = 0; i < 20; i++) {
            flow.write(Message.of(new byte[65_536]), Deadline.NONE);
        }
        wire.awaitReceived(20);
        assertThat(wire.received()).isEqualTo(20);
        assertThat(wire.datagrams()).isGreaterThan(20 * 65_536 / 1200);
    }
}
