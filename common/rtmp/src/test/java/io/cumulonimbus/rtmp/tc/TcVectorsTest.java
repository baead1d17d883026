package io.cumulonimbus.rtmp.tc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.testkit.Vectors;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of {@code tc.json} that concern flow metadata, message header and timestamps. */
class TcVectorsTest {
    private static Stream<JsonNode> rows(String list) {
        return Vectors.json("tc.json").get(list).valueStream();
    }

    static Stream<JsonNode> metadataEncode() {
        return rows("metadata_encode");
    }

    static Stream<JsonNode> metadataDecode() {
        return rows("metadata_decode");
    }

    static Stream<JsonNode> messages() {
        return rows("message");
    }

    static Stream<JsonNode> headers() {
        return rows("header_decode");
    }

    static Stream<JsonNode> timestamps() {
        return rows("timestamp_compare");
    }

    private static FlowMetadata metadata(JsonNode row) {
        return new FlowMetadata(
                row.get("stream_id").longValue(),
                ReceiveIntent.valueOf(
                        row.get("receive_intent").textValue().toUpperCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @MethodSource("metadataEncode")
    void metadataIsWrittenAndReadBack(JsonNode row) {
        byte[] bytes = Vectors.hex(row, "hex");

        assertThat(metadata(row).toBytes()).isEqualTo(bytes);
        assertThat(FlowMetadata.parse(bytes)).contains(metadata(row));
    }

    @ParameterizedTest
    @MethodSource("metadataDecode")
    void metadataIsReadOrRefused(JsonNode row) {
        Optional<FlowMetadata> read = FlowMetadata.parse(Vectors.hex(row, "hex"));

        assertThat(read)
                .isEqualTo(
                        row.get("ok").booleanValue()
                                ? Optional.of(metadata(row))
                                : Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageIsWrittenAndReadBack(JsonNode row) {
        byte[] payload = Vectors.hex(row, "payload");
        int timestamp = (int) row.get("timestamp").longValue();

        TcMessage made = TcMessage.of(row.get("type").intValue(), timestamp, payload);

        assertThat(Vectors.hex(made.message().toBytes())).isEqualTo(row.get("hex").textValue());
        TcMessage read = TcMessage.parse(Message.of(Vectors.hex(row, "hex"))).orElseThrow();
        assertThat(read).isEqualTo(made);
        assertThat(read.timestamp()).isEqualTo(timestamp);
        assertThat(read.payload()).isEqualTo(payload);
    }

    @ParameterizedTest
    @MethodSource("headers")
    void aHeaderIsReadOrRefused(JsonNode row) {
        Message message = Message.of(Vectors.hex(row, "hex"));

        Optional<TcMessage> read = TcMessage.parse(message);

        assertThat(read.isPresent()).isEqualTo(row.get("ok").booleanValue());
        read.ifPresent(
                m -> {
                    assertThat(m.type()).isEqualTo(row.get("type").intValue());
                    assertThat(Timestamps.toLong(m.timestamp()))
                            .isEqualTo(row.get("timestamp").longValue());
                    assertThat(m.payloadLength())
                            .isEqualTo(message.length() - row.get("consumed").intValue());
                });
    }

    @ParameterizedTest
    @MethodSource("timestamps")
    void timestampsCompareOnACircle(JsonNode row) {
        int l = (int) row.get("l").longValue();
        int r = (int) row.get("r").longValue();
        int difference = row.get("diff").intValue();

        assertThat(Timestamps.difference(l, r)).isEqualTo(difference);
        if (difference != Integer.MIN_VALUE) { // half way round there is no before
            assertThat(Timestamps.isBefore(l, r)).isEqualTo(row.get("lt").booleanValue());
            assertThat(Timestamps.isBefore(r, l)).isEqualTo(row.get("gt").booleanValue());
            assertThat(Timestamps.later(l, r)).isEqualTo(difference < 0 ? r : l);
        }
    }
}
