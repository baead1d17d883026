package io.cumulonimbus.rtmfp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.testkit.Vectors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The figures of RFC 7016 that show chunks. */
class RfcFiguresTest {
    private static final JsonNode FIGURES = Vectors.json("rfc-figures.json").get("figures");

    @Test
    void figure3NextUserDataContinues() {
        JsonNode figure = figure("RFC 7016 Figure 3");
        List<Chunk> expected = new ArrayList<>();
        for (JsonNode each : figure.get("decoded")) {
            expected.add(
                    new UserData(
                            each.get("flow_id").longValue(),
                            each.get("sequence_number").longValue(),
                            each.get("fsn").longValue(),
                            FragmentControl.WHOLE,
                            false,
                            false,
                            List.of(),
                            Vectors.hex(each, "data")));
        }
        assertThat(expected).hasSize(3);
        assertThat(Chunks.decode(Vectors.hex(figure, "chunks_hex"))).isEqualTo(expected);
    }

    @Test
    void figures4To6AcknowledgementsInBothFormsAndTruncated() {
        for (int number = 4; number <= 6; number++) {
            JsonNode figure = figure("RFC 7016 Figure " + number);
            JsonNode decoded = figure.get("decoded");
            List<Range> received = new ArrayList<>();
            for (JsonNode each : decoded.get("acked")) {
                received.add(new Range(each.get(0).longValue(), each.get(1).longValue()));
            }
            long cumulative = received.removeFirst().last();
            assertThat(Chunks.decode(Vectors.hex(figure, "chunks_hex")))
                    .containsExactly(
                            new Ack(
                                    decoded.get("flow_id").longValue(),
                                    decoded.get("buffer_bytes").longValue() / 1024,
                                    cumulative,
                                    received));
        }
    }

    private static JsonNode figure(String source) {
        for (JsonNode figure : FIGURES) {
            if (figure.get("source").textValue().equals(source)) {
                return figure;
            }
        }
        throw new IllegalArgumentException(source);
    }
}
