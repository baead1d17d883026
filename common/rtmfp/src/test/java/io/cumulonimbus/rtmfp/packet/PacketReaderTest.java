package io.cumulonimbus.rtmfp.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.testkit.Vectors;
import org.junit.jupiter.api.Test;

/** A cursor that never reads past its end. */
class PacketReaderTest {
    @Test
    void bytesOutsideTheSliceAreNotSeen() throws Exception {
        PacketReader in = new PacketReader(Vectors.hex("ff0102030405ff"), 1, 5);
        assertThat(in.u8()).isEqualTo(1);
        int from = in.position();
        assertThat(in.u16()).isEqualTo(0x0203);
        assertThat(in.since(from)).isEqualTo(Vectors.hex("0203"));
        in.limit(1);
        assertThat(in.rest()).isEqualTo(Vectors.hex("04"));
        assertThatThrownBy(in::u8).isInstanceOf(MalformedPacketException.class);
        assertThatThrownBy(in::vlu).isInstanceOf(MalformedPacketException.class);
        assertThatThrownBy(() -> in.skip(1)).isInstanceOf(MalformedPacketException.class);
    }

    @Test
    void sixteenAndThirtyTwoBitsAreBigEndian() throws Exception {
        assertThat(new PacketReader(Vectors.hex("fffe")).u16()).isEqualTo(0xfffe);
        assertThat(new PacketReader(Vectors.hex("fffefdfc")).u32()).isEqualTo(0xfffefdfc);
    }

    @Test
    void aMalformedPacketCostsNoStackTrace() {
        assertThat(new MalformedPacketException("cut short").getStackTrace()).isEmpty();
    }
}
