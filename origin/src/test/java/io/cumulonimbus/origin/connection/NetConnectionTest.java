package io.cumulonimbus.origin.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfByteArray;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.origin.app.CallAnswer;
import io.cumulonimbus.origin.app.ConnectAnswer;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.UserControl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Way.class)
class NetConnectionTest {
    @Parameter Way way;
    @TempDir Path www;
    private TestOrigin origin;
    private Peer peer;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(www.resolve("live/sub"));
        origin = new TestOrigin(www, way);
        peer = origin.peer("rtmfp://localhost/live");
    }

    private static AmfObject info(Command command) {
        return (AmfObject) command.argument(0);
    }

    @Test
    void anAmf3ClientIsAcceptedInItsEncoding() {
        Command answer = peer.connect();

        assertThat(answer.name()).isEqualTo("_result");
        assertThat(answer.object()).isEqualTo(AmfValue.NULL);
        assertThat(Peer.text(info(answer)))
                .isEqualTo("status NetConnection.Connect.Success: Connection succeeded");
        assertThat(info(answer).get("objectEncoding")).isEqualTo(AmfValue.of(3));
        assertThat(info(answer).members()).containsKeys("fmsVer", "capabilities");
        assertThat(peer.incoming).hasSize(1);
        assertThat(peer.incoming.get(0).flow().answers()).containsSame(peer.control());
    }

    @Test
    void row31AnAmf0ClientIsAcceptedInItsEncodingWithAnswersToWhatItOffered() {
        peer.encoding = ObjectEncoding.AMF0;
        AmfObject offer =
                peer.connectObject("live", "rtmfp://localhost/live")
                        .put("audioFourCcInfoMap", new AmfObject().put("*", 5))
                        .put("fourCcList", AmfArray.of(AmfValue.of("*")))
                        .put("capsEx", 3);
        Command answer = peer.connect(offer);

        assertThat(peer.messages(0).get(0).type()).isEqualTo(MessageType.COMMAND);
        assertThat(info(answer).get("objectEncoding")).isEqualTo(AmfValue.of(0));
        assertThat(((AmfObject) info(answer).get("audioFourCcInfoMap")).get("*"))
                .isEqualTo(AmfValue.of(4));
        assertThat(((AmfArray) info(answer).get("fourCcList")).at(0)).isEqualTo(AmfValue.of("*"));
        assertThat(info(answer).get("capsEx")).isEqualTo(AmfValue.of(3));
        assertThat(info(answer).has("videoFourCcInfoMap")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "rtmfp://h:1935/live, rtmfp://h/nowhere, nowhere, live",
        "rtmfp://h/live/, , , live",
        "rtmfp://h/live/sub?a=1, , , live/sub",
        "/live, , , live",
        "live, , , live",
        "live/sub/, , , live/sub",
        "%6cive, , , live",
        "rtmfp://h/live#stream, , , live",
        "'', rtmfp://h/live, nowhere, live",
        "'', rtmp://h:1935/live/sub, , live/sub",
        "'', , live, live",
        "'', , live?a=1, live",
        "'', , , ''",
        "rtmfp://h, , , ''",
        "rtmfp://h?a=1, , , ''"
    })
    void row8Row9TheApplicationIsFoundWhereverTheClientNamesIt(
            String uri, String tcUrl, String app, String path) {
        Peer other = origin.peer(uri);
        Command answer =
                other.connect(
                        other.connectObject(app == null ? "" : app, tcUrl == null ? "" : tcUrl));

        assertThat(answer.name()).isEqualTo("_result");
        assertThat(origin.application.clients.get(0).path()).isEqualTo(path);
    }

    @Test
    void theQueryIsDecodedAndNobodyElses() {
        Peer one = origin.peer("rtmfp://h/live?tok=a%20b&x=1+2&empty&bad=%zz");
        one.connect(AmfValue.of("extra"), AmfValue.of(7));
        peer.connect();

        assertThat(origin.application.clients.get(0).parameters())
                .isEqualTo(Map.of("tok", "a b", "x", "1 2", "empty", "", "bad", "%zz"));
        assertThat(origin.application.clients.get(1).parameters()).isEmpty();
        assertThat(origin.application.connectArguments.get(0))
                .containsExactly(AmfValue.of("extra"), AmfValue.of(7));
        assertThat(origin.application.clients.get(0).swfUrl()).isEqualTo("http://x/y.swf");
        assertThat(origin.application.clients.get(0).flashVersion()).isEqualTo("WIN 20,0,0,286");
    }

    @Test
    void row11AMissingApplicationIsToldAndTheSessionEndsWithinTwoSeconds() {
        Peer lost = origin.peer("rtmfp://localhost/x");
        Command answer = lost.connect();

        assertThat(answer.name()).isEqualTo("_error");
        assertThat(Peer.text(info(answer)))
                .isEqualTo("error NetConnection.Connect.InvalidApp: Application /x doesn't exist");
        assertThat(lost.commands(0)).extracting(Command::name).containsExactly("_error", "close");
        assertThat(lost.incoming.get(0).ended()[0]).isTrue();
        assertThat(lost.closed).isEmpty();
        origin.advance(2_000);
        assertThat(lost.closed).contains(CloseReason.FAR_CLOSED);
        assertThat(origin.application.disconnections).isEmpty();
    }

    @Test
    void aRejectionCarriesTheApplicationsText() {
        origin.application.onConnection =
                (client, answer) -> answer.accept(new ConnectAnswer.Rejected("no"));
        Command answer = peer.connect();

        assertThat(Peer.text(info(answer))).isEqualTo("error NetConnection.Connect.Rejected: no");
        assertThat(peer.commands(0)).extracting(Command::name).containsExactly("_error", "close");
        origin.advance(2_000);
        assertThat(peer.closed).isPresent();
        assertThat(origin.application.disconnections).isEmpty();
    }

    @Test
    void fieldsOfTheApplicationAreAddedOnceAndASecondConnectAsksNobody() {
        origin.application.onConnection =
                (client, answer) ->
                        answer.accept(
                                new ConnectAnswer.Accepted(new AmfObject().put("message", "x")));
        Command first = peer.connect();
        Command second = peer.connect();

        assertThat(Peer.text(info(first), "message")).isEqualTo("x");
        assertThat(Peer.text(info(second), "code")).isEqualTo("NetConnection.Connect.Success");
        assertThat(info(second).has("message")).isFalse();
        assertThat(origin.application.clients).hasSize(1);
    }

    @Test
    void whatIsWrittenDuringOnConnectionComesBehindTheSuccess() {
        origin.application.onConnection =
                (client, answer) -> {
                    client.writer().invoke("hello", List.of(AmfValue.of(1)));
                    client.writer().status("NetConnection.X", "y", Map.of("z", AmfValue.of(2)));
                    answer.accept(new ConnectAnswer.Accepted(new AmfObject()));
                };
        peer.connect();

        assertThat(peer.commands(0))
                .extracting(Command::name)
                .containsExactly("_result", "hello", "onStatus");
        assertThat(peer.statuses(0)).containsExactly("status NetConnection.X: y");
    }

    @Test
    void theApplicationMayCloseTheClient() {
        peer.connect();
        origin.application.clients.get(0).writer().close();
        origin.settle();

        assertThat(peer.commands(0)).last().extracting(Command::name).isEqualTo("close");
        origin.advance(2_000);
        assertThat(peer.closed).contains(CloseReason.FAR_CLOSED);
        assertThat(origin.application.disconnections).containsExactly("in order");
    }

    @Test
    void callsAreAnsweredByTheApplication() {
        origin.application.methods.put(
                "test",
                (arguments, answer) ->
                        answer.accept(
                                new CallAnswer.Result(
                                        AmfValue.of(
                                                "Hello " + arguments.get(1).asText().orElse("")))));
        origin.application.methods.put(
                "bytes",
                (arguments, answer) ->
                        answer.accept(new CallAnswer.Result(new AmfByteArray(new byte[] {1}))));
        peer.connect();
        Command hello = peer.answer(peer.call("test", AmfValue.of("a"), AmfValue.of("World")));
        Command bytes = peer.answer(peer.call("bytes"));
        Command unknown = peer.answer(peer.call("nothing"));

        assertThat(hello.argument(0)).isEqualTo(AmfValue.of("Hello World"));
        assertThat(bytes.argument(0)).isEqualTo(new AmfByteArray(new byte[] {1}));
        assertThat(unknown.name()).isEqualTo("_error");
        assertThat(Peer.text(info(unknown)))
                .isEqualTo("error NetConnection.Call.Failed: Method 'nothing' not found");
    }

    @Test
    void whoWantsNoAnswerGetsNone() {
        List<Integer> called = new ArrayList<>();
        origin.application.methods.put(
                "quiet",
                (arguments, answer) -> {
                    called.add(1);
                    answer.accept(new CallAnswer.Result(AmfValue.NULL));
                });
        peer.connect();
        peer.send(peer.control(), "quiet", 0);
        origin.settle();

        assertThat(called).hasSize(1);
        assertThat(peer.commands(0)).hasSize(1);
    }

    @Test
    void row25CallsBeforeConnectFailAndOnlySoManyAreHeard() {
        Command answer = peer.answer(peer.call("createStream"));
        assertThat(Peer.text(info(answer)))
                .isEqualTo(
                        "error NetConnection.Call.Failed: Client must be connected before remote"
                                + " procedure calling");
        for (int i = 0; i < 100; i++) {
            peer.call("x");
        }
        assertThat(peer.commands(0)).hasSizeLessThan(20);
        assertThat(peer.closed).contains(CloseReason.FAR_CLOSED);
    }

    @Test
    void whatComesWhileTheApplicationDecidesIsHeldBack() {
        List<Consumer<ConnectAnswer>> open = new ArrayList<>();
        origin.application.onConnection = (client, answer) -> open.add(answer);
        peer.write(
                peer.control(),
                new Command("connect", 1, peer.connectObject("live", ""), List.of())
                        .toMessage(ObjectEncoding.AMF0)
                        .message());
        peer.send(peer.control(), "createStream", 2);
        origin.settle();
        assertThat(peer.incoming).isEmpty();

        open.get(0).accept(new ConnectAnswer.Accepted(new AmfObject()));
        origin.settle();
        assertThat(peer.commands(0)).extracting(Command::transactionId).containsExactly(1.0, 2.0);
    }

    @Test
    void aClientThatLeavesWhileTheApplicationDecidesIsDisconnectedThere() {
        List<Consumer<ConnectAnswer>> open = new ArrayList<>();
        origin.application.onConnection = (client, answer) -> open.add(answer);
        peer.write(
                peer.control(),
                new Command("connect", 1, peer.connectObject("live", ""), List.of())
                        .toMessage(ObjectEncoding.AMF0)
                        .message());
        origin.settle();
        peer.ends.far().close(CloseReason.NEAR_CLOSED);
        origin.settle();
        open.get(0).accept(new ConnectAnswer.Accepted(new AmfObject()));
        origin.settle();

        assertThat(origin.application.disconnections).containsExactly("in order");
    }

    @Test
    void streamIdsCountFromOneInEverySession() {
        Peer other = origin.peer("live");
        peer.connect();
        other.connect();

        assertThat(peer.createStream()).isEqualTo(1);
        assertThat(peer.createStream()).isEqualTo(2);
        assertThat(other.createStream()).isEqualTo(1);
        assertThat(peer.messages(0)).extracting(m -> m.type()).containsOnly(MessageType.COMMAND);
    }

    @Test
    void aHundredThousandStreamsAreTooMany() {
        peer.connect();
        for (int i = 0; i < 100_000; i++) {
            peer.send(peer.control(), "createStream", 0);
        }
        origin.settle();
        assertThat(peer.connection.streams().size())
                .isEqualTo(ConnectionSettings.DEFAULT.maxStreams());
        Command refused = peer.answer(peer.call("createStream"));
        assertThat(refused.name()).isEqualTo("_error");

        peer.call("deleteStream", AmfValue.of(1));
        assertThat(peer.answer(peer.call("createStream")).name()).isEqualTo("_result");
    }

    @Test
    void setPeerInfoIsAnsweredWithKeepalivePeriodsWhateverItCarries() throws Exception {
        peer.connect();
        peer.call(
                "setPeerInfo",
                AmfValue.of(""),
                AmfValue.of("1.2.3.4"),
                AmfValue.of("[::1"),
                AmfValue.of(5),
                AmfValue.NULL,
                new AmfObject(),
                AmfValue.of("192.168.0.2:1935"));
        peer.send(peer.control(), "setPeerInfo", 0);
        origin.settle();

        assertThat(peer.messages(0))
                .extracting(m -> UserControl.decode(m).orElse(null))
                .filteredOn(event -> event != null)
                .containsExactly(
                        new UserControl.SetKeepalive(15_000, 10_000),
                        new UserControl.SetKeepalive(15_000, 10_000));
    }

    @Test
    void row56SetBufferTimeIsAnsweredWithStreamBegin() {
        peer.connect();
        long id = peer.createStream();
        for (long wanted : new long[] {id, 0, 99}) {
            peer.write(
                    peer.control(),
                    new UserControl.SetBufferLength(wanted, 3_000).toMessage().message());
        }
        origin.settle();

        assertThat(peer.messages(0))
                .extracting(m -> UserControl.decode(m).orElse(null))
                .filteredOn(event -> event != null)
                .containsExactly(new UserControl.StreamBegin(id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "releaseStream",
                "FCPublish",
                "FCUnpublish",
                "FCSubscribe",
                "_checkbw",
                "onBWDone",
                "getStreamLength"
            })
    void publishingToolsGetNoErrors(String name) {
        peer.connect();
        Command answer = peer.answer(peer.call(name, AmfValue.of("stream")));
        assertThat(answer.name()).isEqualTo("_result");
    }

    @Test
    void theControlFlowsEndIsTheConnectionsEnd() {
        peer.connect();
        long id = peer.createStream();
        peer.send(peer.flow(id), "play", 0, AmfValue.of("s"));
        origin.settle();
        peer.control().close();
        origin.settle();

        assertThat(peer.incoming).allSatisfy(in -> assertThat(in.ended()[0]).isTrue());
        assertThat(origin.names()).isZero();
        origin.advance(2_000);
        assertThat(peer.closed).contains(CloseReason.FAR_CLOSED);
        assertThat(origin.application.disconnections).containsExactly("in order");
    }

    @Test
    void aVanishedClientIsToldToTheApplicationOnce() {
        peer.connect();
        peer.ends.die();
        origin.settle();

        assertThat(origin.application.disconnections).containsExactly("Timeout keepalive attempts");
        assertThat(origin.loop.scheduled()).isZero();
    }

    @Test
    void whoNeverConnectsIsClosed() {
        origin.advance(119_000);
        assertThat(peer.closed).isEmpty();
        origin.advance(2_000);
        assertThat(peer.closed).isPresent();
    }

    @Test
    void row75TheClientsAddressAsTheApplicationSeesItFollows() {
        peer.connect();
        InetSocketAddress moved = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
        peer.ends.moveTo(moved);
        origin.settle();

        assertThat(origin.application.clients.get(0).address()).isEqualTo(moved);
    }
}
