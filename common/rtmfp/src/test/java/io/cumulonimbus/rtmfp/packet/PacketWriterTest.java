package io.cumulonimbus.rtmfp.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.testkit.Vectors;
import org.junit.jupiter.api.Test;

/** A cursor that fills a fixed array up to a limit. */
class PacketWriterTest {
    @Test
    void aPacketLiesWhereItWasBegun() {
        PacketWriter out = new PacketWriter(new byte[20]);
        out.reset(4, 10);
        out.u8(1).u16(0x0203).u32(0x04050607);
        assertThat(out.length()).isEqualTo(7);
        assertThat(out.remaining()).isEqualTo(3);
        assertThat(out.toBytes()).isEqualTo(Vectors.hex("01020304050607"));
        out.rewind(5);
        assertThat(out.toBytes()).isEqualTo(Vectors.hex("01"));
        assertThat(out.buffer()[4]).isEqualTo((byte) 1);
    }

    @Test
    void nothingIsWrittenPastTheLimit() {
        PacketWriter out = new PacketWriter(new byte[20]);
        out.reset(0, 3);
        Message message = Message.of(new byte[4]);
        assertThatThrownBy(() -> out.u32(1)).isInstanceOf(IndexOutOfBoundsException.class);
        out.reset(0, 3);
        assertThatThrownBy(() -> out.bytes(new byte[4]))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> out.message(message, 0, 4))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> out.vlu(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(out.length()).isZero();
    }

    @Test
    void aSliceOfAMessageIsCopiedAcrossItsSeam() {
        Message message = Message.of(Vectors.hex("0001"), Vectors.hex("ff0203ff"), 1, 2);
        assertThat(new PacketWriter(2).message(message, 1, 2).toBytes())
                .isEqualTo(Vectors.hex("0102"));
    }
}
