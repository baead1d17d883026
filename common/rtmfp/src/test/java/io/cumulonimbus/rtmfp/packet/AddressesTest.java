package io.cumulonimbus.rtmfp.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.testkit.Vectors;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Addresses on the wire and as text. */
class AddressesTest {
    private static final JsonNode VECTORS = Vectors.json("address.json");

    /** rtmfp-cpp reads these with atoi; a port is a number up to 65535, or the text is none. */
    private static final Set<String> NO_PORTS =
            Set.of("1.2.3.4:70000", "1.2.3.4:-1", "1.2.3.4:12x");

    @Test
    void addressesAreWritten() {
        for (JsonNode row : VECTORS.get("encode")) {
            String text = row.get("presentation").textValue();
            Origin origin = Origin.values()[row.get("origin").intValue()];
            Address address = new Address(Addresses.parse(text).orElseThrow(), origin);
            byte[] expected = Vectors.hex(row, "hex");
            if (text.contains("::ffff:")) {
                // The JDK takes a mapped address for the IPv4 address that it stands for.
                assertThat(written(address)).hasSize(7).endsWith(lastSix(expected));
            } else {
                assertThat(written(address)).as(text).isEqualTo(expected);
                assertThat(Addresses.format(address.socket()))
                        .isEqualTo(row.get("presentation_out").textValue());
            }
        }
    }

    @Test
    void addressesAreReadWhateverTheirReservedFlags() throws Exception {
        for (JsonNode row : VECTORS.get("decode")) {
            PacketReader in = new PacketReader(Vectors.hex(row, "hex"));
            if (row.get("ok").booleanValue()) {
                Address address = Addresses.read(in);
                assertThat(Addresses.format(address.socket()))
                        .isEqualTo(row.get("presentation").textValue());
                assertThat(address.origin().ordinal()).isEqualTo(row.get("origin").intValue());
                assertThat(in.position()).isEqualTo(row.get("consumed").intValue());
            } else {
                assertThatThrownBy(() -> Addresses.read(in))
                        .isInstanceOf(MalformedPacketException.class);
            }
        }
    }

    @Test
    void whatWasWrittenIsRead() throws Exception {
        for (JsonNode row : VECTORS.get("encode")) {
            Address address = Addresses.read(new PacketReader(Vectors.hex(row, "hex")));
            assertThat(Addresses.read(new PacketReader(written(address)))).isEqualTo(address);
        }
    }

    @Test
    void onlyNumericAddressesWithAPortAreParsed() {
        for (JsonNode row : VECTORS.get("parse_presentation")) {
            String text = row.get("text").textValue();
            boolean fine = row.get("ok").booleanValue() && !NO_PORTS.contains(text);
            assertThat(Addresses.parse(text).map(Addresses::format))
                    .as(text)
                    .isEqualTo(
                            fine
                                    ? Optional.of(row.get("presentation").textValue())
                                    : Optional.empty());
        }
    }

    @Test
    void garbageIsNoAddress() {
        for (String text :
                new String[] {
                    "",
                    ":",
                    "[",
                    "[]",
                    "[]:1",
                    "[:1",
                    "1.2.3:1",
                    "1.2.3.4.5:1",
                    "1.2.3.256:1",
                    "1.2.3.+4:1",
                    "localhost:1",
                    "[localhost]:1",
                    "[fe80::1%eth0]:1",
                    "[1::2::3]:1",
                    "[12345::]:1",
                    "1.2.3.4:65536",
                    "1.2.3.4:999999",
                    "[1.2.3]:1",
                    "٣.2.3.4:1"
                }) {
            assertThat(Addresses.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void ipv6IsShortenedWhereItIsLongestEmpty() {
        assertThat(Addresses.format(new InetSocketAddress("1:0:0:2:0:0:0:3", 5)))
                .isEqualTo("[1:0:0:2::3]:5");
        assertThat(Addresses.format(new InetSocketAddress("1:2:3:4:5:6:0:8", 5)))
                .isEqualTo("[1:2:3:4:5:6:0:8]:5");
        assertThat(Addresses.format(new InetSocketAddress("1::", 5))).isEqualTo("[1::]:5");
    }

    private static byte[] written(Address address) {
        PacketWriter out = new PacketWriter(Addresses.length(address));
        Addresses.write(address, out);
        assertThat(out.remaining()).isZero();
        return out.toBytes();
    }

    private static byte[] lastSix(byte[] bytes) {
        return Arrays.copyOfRange(bytes, bytes.length - 6, bytes.length);
    }
}
