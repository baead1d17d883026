package io.cumulonimbus.origin.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.origin.lua.Limits;
import io.cumulonimbus.origin.lua.LuaSettings;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.DataMessage;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Where clients of RTMP want to be answered otherwise than clients of RTMFP. */
@ParameterizedClass
@EnumSource(Way.class)
class RtmpClientTest {
    @Parameter Way way;
    @TempDir Path www;
    private TestOrigin origin;
    private Peer peer;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(www.resolve("live"));
        origin = new TestOrigin(www, way);
        peer = client();
    }

    private Peer client() {
        Peer client = origin.peer("", Protocol.RTMP);
        client.encoding = ObjectEncoding.AMF0;
        return client;
    }

    private MessageSink stream(Peer of) {
        of.connect();
        return of.flow(of.createStream());
    }

    private void say(Peer by, MessageSink flow, String name, AmfValue... arguments) {
        by.send(flow, name, 0, arguments);
        origin.settle();
    }

    @Test
    void whatTheServerIsStandsInFrontOfTheInformation() {
        Command answer = peer.connect();

        AmfObject properties = (AmfObject) answer.object();
        assertThat(properties.members()).containsOnlyKeys("fmsVer", "capabilities", "mode");
        AmfObject information = (AmfObject) answer.argument(0);
        assertThat(information.members())
                .containsOnlyKeys("level", "code", "description", "objectEncoding");
        assertThat(information.get("objectEncoding")).isEqualTo(AmfValue.of(0));
    }

    @Test
    void theApplicationComesFromTheUrlAndOtherwiseFromItsName() {
        assertThat(text(peer.connect())).startsWith("status NetConnection.Connect.Success");
        assertThat(text(client().connect(new AmfObject().put("app", "live"))))
                .startsWith("status NetConnection.Connect.Success");
        assertThat(text(client().connect(new AmfObject().put("app", "nowhere"))))
                .startsWith("error NetConnection.Connect.InvalidApp");
    }

    private static String text(Command answer) {
        return Peer.text((AmfObject) answer.argument(0));
    }

    @Test
    void failuresAreErrors() {
        Peer other = client();
        say(other, stream(other), "publish", AmfValue.of("s"), AmfValue.of("live"));
        MessageSink flow = stream(peer);
        say(peer, flow, "publish", AmfValue.of("s"), AmfValue.of("live"));
        say(peer, flow, "play", AmfValue.of(""));

        assertThat(peer.statuses(1))
                .containsExactly(
                        "error NetStream.Publish.BadName: s is already published",
                        "error NetStream.Play.Failed: This name cannot be played");
    }

    @Test
    void oldEncodersHearOfTheirNames() {
        peer.connect();
        peer.call("releaseStream", AmfValue.of("s"));
        peer.call("FCPublish", AmfValue.of("s"));
        peer.call("FCUnpublish", AmfValue.of("s"));
        peer.call("FCSubscribe", AmfValue.of("s"));

        assertThat(peer.commands(0))
                .extracting(Command::name)
                .endsWith(
                        "_result",
                        "_result",
                        "onFCPublish",
                        "_result",
                        "onFCUnpublish",
                        "_result",
                        "onFCSubscribe");
    }

    @Test
    void aPlayerHearsThatItMayReadAndThatDataStarts() {
        say(peer, stream(peer), "play", AmfValue.of("s"), AmfValue.of(-1000));

        assertThat(peer.statuses(1))
                .extracting(status -> status.substring(0, status.indexOf(':')))
                .containsExactly("status NetStream.Play.Reset", "status NetStream.Play.Start");
        assertThat(data(peer))
                .extracting(DataMessage::handler)
                .containsExactly("|RtmpSampleAccess", "onStatus");
        assertThat(data(peer).getFirst().values())
                .containsExactly(AmfValue.of(true), AmfValue.of(true));
        assertThat(((AmfObject) data(peer).getLast().first()).get("code"))
                .isEqualTo(AmfValue.of("NetStream.Data.Start"));
    }

    private static List<DataMessage> data(Peer of) {
        return of.messages(1).stream()
                .filter(message -> MessageType.isData(message.type()))
                .map(
                        message -> {
                            try {
                                return DataMessage.decode(message);
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                        })
                .toList();
    }

    @Test
    void metadataIsAnArrayWithNames() {
        Peer publisher = client();
        MessageSink flow = stream(publisher);
        say(publisher, flow, "publish", AmfValue.of("s"), AmfValue.of("live"));
        say(peer, stream(peer), "play", AmfValue.of("s"));
        DataMessage metadata =
                new DataMessage(
                        DataMessage.Action.KEEP,
                        "onMetaData",
                        List.of(new AmfObject().put("videocodecid", 7)));
        publisher.write(flow, metadata.toServerMessage(ObjectEncoding.AMF0, 0).message());
        origin.settle();

        AmfArray array = (AmfArray) data(peer).getLast().first();
        assertThat(array.isEcma()).isTrue();
        assertThat(array.get("videocodecid")).isEqualTo(AmfValue.of(7));
    }

    @Test
    void receivingWithoutSayingWhatMeansYes() {
        MessageSink flow = stream(peer);
        say(peer, flow, "receiveAudio");
        say(peer, flow, "receiveVideo");
        say(peer, flow, "play", AmfValue.of("s"));
        Peer publisher = client();
        MessageSink source = stream(publisher);
        say(publisher, source, "publish", AmfValue.of("s"), AmfValue.of("live"));
        publisher.media(source, MessageType.AUDIO, 0, "2faabb");
        assertThat(audio()).isEqualTo(1);

        say(peer, flow, "receiveAudio", AmfValue.of(false));
        publisher.media(source, MessageType.AUDIO, 20, "2faabb");
        assertThat(audio()).isEqualTo(1);
    }

    private long audio() {
        return peer.messages(1).stream().filter(m -> m.type() == MessageType.AUDIO).count();
    }

    @Test
    void aSeekInALiveStreamStartsItAgain() {
        MessageSink flow = stream(peer);
        say(peer, flow, "play", AmfValue.of("s"));
        say(peer, flow, "seek", AmfValue.of(1000));

        assertThat(peer.statuses(1))
                .endsWith(
                        "status NetStream.Seek.Notify: Seeking s",
                        "status NetStream.Play.Start: Playing s");
    }

    @Test
    void aScriptAsksWhoUnderstandsItToConnectElsewhere() throws Exception {
        Files.writeString(
                www.resolve("live/main.lua"),
                """
                function onConnection(client)
                  function client:go(url) return self.writer:reconnect(url) end
                end
                """);
        origin =
                new TestOrigin(
                        www,
                        way,
                        LuaSettings.defaults()
                                .withLimits(Limits.STRICT.withEventTimeNs(Long.MAX_VALUE / 2)));
        peer = client();
        peer.connect();
        assertThat(peer.answer(peer.call("go", AmfValue.of("rtmp://b/live"))).argument(0))
                .isEqualTo(AmfValue.of(false));
        assertThat(peer.commands(0)).noneMatch(command -> command.name().equals("onStatus"));

        Peer able = client();
        able.connect(able.connectObject("live", "rtmp://a/live").put("capsEx", 1));
        assertThat(able.answer(able.call("go", AmfValue.of("rtmp://b/live"))).argument(0))
                .isEqualTo(AmfValue.of(true));
        Command asked =
                able.commands(0).stream()
                        .filter(command -> command.name().equals("onStatus"))
                        .findFirst()
                        .orElseThrow();
        AmfObject information = (AmfObject) asked.argument(0);
        assertThat(asked.transactionId()).isZero();
        assertThat(information.get("level")).isEqualTo(AmfValue.of("status"));
        assertThat(information.get("code"))
                .isEqualTo(AmfValue.of("NetConnection.Connect.ReconnectRequest"));
        assertThat(information.get("tcUrl")).isEqualTo(AmfValue.of("rtmp://b/live"));
        assertThat(able.closed).isEmpty();
    }
}
