package io.cumulonimbus.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfStructure;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmp.message.UserControl.FlowSync;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.testkit.Vectors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of {@code tc.json} that concern commands and flow synchronisation. */
class MessageVectorsTest {
    private static final Command CONNECT =
            new Command(
                    "connect",
                    1,
                    new AmfObject()
                            .put("app", "live")
                            .put("objectEncoding", 3)
                            .put("tcUrl", "rtmfp://localhost/live"),
                    List.of());

    private static final Map<String, Command> COMMANDS =
            Map.of(
                    "connect tid 1 (type 20)",
                    CONNECT,
                    "connect tid 1 (type 17, format 0)",
                    CONNECT,
                    "createStream tid 2",
                    Command.of("createStream", 2),
                    "_result createStream -> 5",
                    Command.of("createStream", 2).result(AmfValue.of(5)),
                    "setPeerInfo two addresses (RFC 7425 figure 3)",
                    Command.of(
                            "setPeerInfo",
                            0,
                            AmfValue.of("192.0.2.129:50001"),
                            AmfValue.of("[2001:db8:1::2]:50002")),
                    "setPeerInfo empty, type 17",
                    Command.of("setPeerInfo", 0),
                    "play live",
                    Command.of("play", 0, AmfValue.of("live")),
                    "publish x live",
                    Command.of("publish", 0, AmfValue.of("x"), AmfValue.of("live")),
                    "onStatus",
                    Command.onStatus(
                            new AmfObject()
                                    .put("code", "NetStream.Play.Start")
                                    .put("level", "status")));

    private static Stream<JsonNode> rows(String list) {
        return Vectors.json("tc.json").get(list).valueStream();
    }

    static Stream<JsonNode> commands() {
        return rows("command");
    }

    static Stream<JsonNode> flowSyncEncode() {
        return rows("flow_sync_encode");
    }

    static Stream<JsonNode> flowSyncDecode() {
        return rows("flow_sync_decode");
    }

    private static TcMessage message(JsonNode row) {
        return TcMessage.parse(Message.of(Vectors.hex(row, "hex"))).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandIsReadAndWrittenBackByteForByte(JsonNode row) throws MalformedAmfException {
        TcMessage message = message(row);
        Command expected = COMMANDS.get(row.get("name").textValue());

        Command command = Command.decode(message);

        assertThat(command.name()).isEqualTo(expected.name());
        assertThat(command.transactionId()).isEqualTo(expected.transactionId());
        assertThat(AmfStructure.same(command.object(), expected.object())).isTrue();
        assertThat(AmfStructure.same(command.arguments(), expected.arguments())).isTrue();
        ObjectEncoding encoding =
                message.type() == MessageType.COMMAND ? ObjectEncoding.AMF0 : ObjectEncoding.AMF3;
        assertThat(expected.toMessage(encoding)).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("flowSyncEncode")
    void aFlowSynchronisationIsWritten(JsonNode row) {
        FlowSync sync = new FlowSync(row.get("sync_id").longValue(), row.get("count").longValue());

        assertThat(sync.toMessage()).isEqualTo(message(row));
    }

    @ParameterizedTest
    @MethodSource("flowSyncDecode")
    void aFlowSynchronisationIsToldFromOtherMessages(JsonNode row) {
        Optional<UserControl> event = UserControl.decode(message(row));

        if (row.get("is_flow_sync").booleanValue()) {
            assertThat(event)
                    .contains(
                            new FlowSync(
                                    row.get("sync_id").longValue(), row.get("count").longValue()));
        } else {
            assertThat(event.filter(e -> e instanceof FlowSync)).isEmpty();
        }
    }
}
