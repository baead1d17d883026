package io.cumulonimbus.rtmfp.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The first bytes of a plain packet. */
class PacketHeaderTest {
    @SeededTest
    void whatIsWrittenIsRead(RandomGenerator random) throws Exception {
        PacketHeader header =
                new PacketHeader(
                        random.nextInt(1, 4),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextInt(-1, 65536),
                        random.nextBoolean() ? PacketHeader.NONE : random.nextInt(65536));
        PacketWriter out = new PacketWriter(header.length());
        header.write(out);
        assertThat(out.remaining()).isZero();
        assertThat(PacketHeader.read(new PacketReader(out.toBytes()))).isEqualTo(header);
    }

    @Test
    void reservedFlagsAreIgnored() throws Exception {
        PacketHeader plain = PacketHeader.read(new PacketReader(Vectors.hex("cd1234abcd")));
        PacketHeader flagged = PacketHeader.read(new PacketReader(Vectors.hex("fd1234abcd")));
        assertThat(flagged)
                .isEqualTo(plain)
                .isEqualTo(new PacketHeader(1, true, true, 0x1234, 0xabcd));
    }

    @Test
    void modeZeroIsMalformed() {
        assertThatThrownBy(() -> PacketHeader.read(new PacketReader(Vectors.hex("fc12341234"))))
                .isInstanceOf(MalformedPacketException.class);
    }

    @Test
    void aHeaderCutShortIsMalformed() {
        for (String cut : new String[] {"", "0b", "0b12", "0f1234", "0f123456"}) {
            assertThatThrownBy(() -> PacketHeader.read(new PacketReader(Vectors.hex(cut))))
                    .isInstanceOf(MalformedPacketException.class);
        }
    }

    @Test
    void startupHeadersHaveTheFlagsThatLibrtmfpTakes() {
        PacketWriter out = new PacketWriter(3);
        PacketHeader.startup(0x1234).write(out);
        assertThat(out.toBytes()).isEqualTo(Vectors.hex("0b1234"));
    }

    @Test
    void theHeadersOfRealStartupPacketsAreRead() throws Exception {
        for (JsonNode row : Vectors.json("default-key-packets.json").get("cases")) {
            byte[] packet = Vectors.hex(row, "packet");
            PacketReader in = new PacketReader(packet);
            PacketHeader header = PacketHeader.read(in);
            PacketWriter out = new PacketWriter(packet.length);
            header.write(out);
            assertThat(out.bytes(in.rest()).toBytes()).isEqualTo(packet);
        }
    }
}
