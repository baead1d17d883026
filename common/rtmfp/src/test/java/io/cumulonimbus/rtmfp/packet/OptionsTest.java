package io.cumulonimbus.rtmfp.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.testkit.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Options, alone, in lists that a marker ends, and in sequences that their field ends. */
class OptionsTest {
    private static final JsonNode VECTORS = Vectors.json("options.json");

    @Test
    void optionsAreWritten() {
        for (JsonNode row : VECTORS.get("encode")) {
            if (row.has("value_repeat")) {
                continue;
            }
            Option option = row.has("comment") ? Option.MARKER : option(row);
            byte[] expected = Vectors.hex(row, "hex");
            assertThat(Options.length(option)).isEqualTo(expected.length);
            PacketWriter out = new PacketWriter(expected.length);
            Options.write(option, out);
            assertThat(out.toBytes()).isEqualTo(expected);
        }
    }

    @Test
    void aLongOptionHasALongLength() {
        JsonNode row = null;
        for (JsonNode each : VECTORS.get("encode")) {
            row = each.has("value_repeat") ? each : row;
        }
        assertThat(row.get("value_repeat").textValue()).isEqualTo("11 x 16384");
        byte[] value = new byte[16384];
        Arrays.fill(value, (byte) 0x11);
        byte[] bytes = Options.toBytes(List.of(Option.of(row.get("type").asLong(), value)));
        assertThat(bytes).hasSize(row.get("length").intValue());
        assertThat(bytes).startsWith(Vectors.hex(row, "hex_prefix"));
    }

    @Test
    void aListEndsAtItsMarkerAndMustHaveOne() throws Exception {
        for (JsonNode row : VECTORS.get("list_decode")) {
            PacketReader in = new PacketReader(Vectors.hex(row, "hex"));
            if (row.get("ok").booleanValue()) {
                List<Option> expected = new ArrayList<>();
                row.get("options").forEach(each -> expected.add(option(each)));
                assertThat(Options.readList(in)).as(row.toString()).isEqualTo(expected);
                assertThat(in.position()).isEqualTo(row.get("consumed").intValue());
            } else {
                assertThatThrownBy(() -> Options.readList(in))
                        .as(row.toString())
                        .isInstanceOf(MalformedPacketException.class);
            }
        }
    }

    @Test
    void theLengthOfAnOptionCoversTypeAndValue() throws Exception {
        for (JsonNode row : VECTORS.get("list_decode")) {
            PacketReader in = new PacketReader(Vectors.hex(row, "hex"));
            for (JsonNode each : row.get("options")) {
                int before = in.position();
                assertThat(Options.read(in)).isEqualTo(option(each));
                assertThat(in.position() - before).isEqualTo(each.get("option_length").intValue());
            }
        }
    }

    @Test
    void aSequenceEndsWithItsFieldAndKeepsItsMarkers() throws Exception {
        List<Option> options = Options.sequence(Vectors.hex("00 020a05 00 0100"));
        assertThat(options)
                .containsExactly(
                        Option.MARKER,
                        Option.of(10, new byte[] {5}),
                        Option.MARKER,
                        Option.of(0, new byte[0]));
        assertThat(Options.toBytes(options)).isEqualTo(Vectors.hex("00 020a05 00 0100"));
    }

    @Test
    void nobodyMakesUsCountThousandsOfOptions() {
        byte[] many = new byte[2 * 10_000];
        for (int i = 0; i < many.length; i += 2) {
            many[i] = 1;
        }
        assertThatThrownBy(() -> Options.sequence(many))
                .isInstanceOf(MalformedPacketException.class);
        assertThatThrownBy(() -> Options.readList(new PacketReader(many)))
                .isInstanceOf(MalformedPacketException.class);
    }

    private static Option option(JsonNode row) {
        long type = Long.parseUnsignedLong(row.get("type").asText());
        return Option.of(type, Vectors.hex(row, "value"));
    }
}
