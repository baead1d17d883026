package io.cumulonimbus.rtmp.tc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.client.Message;
import org.junit.jupiter.api.Test;

class TcMessageTest {
    @Test
    void viewersShareThePayloadWhetherItWasReceivedOrMade() {
        byte[] received = {9, 0, 0, 0, 40, 0x17, 1, 2};
        byte[] payload = {0x17, 1, 2};
        TcMessage fromWire = TcMessage.parse(Message.of(received)).orElseThrow();
        TcMessage made = TcMessage.of(9, 40, payload);

        TcMessage one = fromWire.at(100);
        TcMessage other = made.at(-2).at(100);

        assertThat(one).isEqualTo(other);
        received[7] = 5; // seen through every view: nothing was copied
        payload[2] = 5;
        assertThat(one.message().toBytes()).containsExactly(9, 0, 0, 0, 100, 0x17, 1, 5);
        assertThat(other.message().toBytes()).containsExactly(9, 0, 0, 0, 100, 0x17, 1, 5);
    }

    @Test
    void aPayloadCanChangeItsFrontAndShareTheRest() {
        TcMessage data = TcMessage.of(0x12, 7, new byte[] {1, 2, 3, 4}, 1, 3);

        TcMessage extended = data.with(0x0f, 8, 1, new byte[] {0});

        assertThat(extended.message().toBytes()).containsExactly(0x0f, 0, 0, 0, 8, 0, 3, 4);
        assertThat(extended.with(0x12, 8, 1, new byte[0]).payload()).containsExactly(3, 4);
        assertThat(extended.payloadByte(1)).isEqualTo(3);
        assertThat(extended.payload(1, 2)).containsExactly(3, 4);
    }

    @Test
    void aStreamIdBeyond32BitsIsNone() {
        assertThatThrownBy(() -> FlowMetadata.sequence(1L << 32))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FlowMetadata.network(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
