package io.cumulonimbus.origin.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfByteArray;
import io.cumulonimbus.amf.AmfExternal;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.origin.lua.Limits;
import io.cumulonimbus.origin.lua.LuaSettings;
import io.cumulonimbus.origin.rendezvous.IntroductionOutcome;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import io.cumulonimbus.rtmfp.endpoint.ReceivedHello;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.DataMessage;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import io.cumulonimbus.rtmp.message.SharedObjectMessage;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Scripts that hear of streams and groups, and clients that feel it; loops are run by hand. Named
 * after the rows of {@code docs/compatibility.md}.
 */
@ParameterizedClass
@EnumSource(Way.class)
class LuaEventsTest {
    private static final String GROUP = "ab".repeat(32);
    private static final String KEY_FRAME = "1701000000bb";
    private static final String AUDIO = "af01dd";
    private static final String LOG =
            """
            log = ''
            function say(...) log = log .. table.concat({...}, ' ') .. '; ' end
            function onConnection(c)
              function c:log() local all = log; log = ''; return all end
              function client() return c end
              function c:run(code, ...) return setfenv(assert(loadstring(code)), getfenv(say))(self, ...) end
            end
            """;

    @Parameter Way way;
    @TempDir Path www;
    private TestOrigin origin;
    private long modified = 1_000_000_000_000L;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(www.resolve("live"));
        origin =
                new TestOrigin(
                        www,
                        way,
                        LuaSettings.defaults()
                                .withLimits(Limits.STRICT.withEventTimeNs(Long.MAX_VALUE / 2)));
    }

    private void script(String text) {
        script("live/main.lua", text);
    }

    private void script(String file, String text) {
        try {
            Files.writeString(www.resolve(file), LOG + text);
            modified += 1000;
            Files.setLastModifiedTime(www.resolve(file), FileTime.fromMillis(modified));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connected client with one stream. */
    private final class Side {
        final Peer peer = origin.peer("live");
        final long id;
        final MessageSink flow;

        Side() {
            peer.connect();
            id = peer.createStream();
            flow = peer.flow(id);
        }

        Side command(String name, AmfValue... arguments) {
            peer.send(flow, name, 0, arguments);
            origin.settle();
            return this;
        }

        Side publish(String name) {
            return command("publish", AmfValue.of(name));
        }

        Side play(String name) {
            return command("play", AmfValue.of(name));
        }

        List<String> statuses() {
            return peer.statuses(id);
        }

        AmfValue call(String name, AmfValue... arguments) {
            Command answer = peer.answer(peer.call(name, arguments));
            assertThat(answer.name()).as(description(answer)).isEqualTo("_result");
            return answer.argument(0);
        }

        private String description(Command answer) {
            return answer.argument(0) instanceof AmfObject o ? Peer.text(o, "description") : "";
        }

        String log() {
            return call("log").asText().orElseThrow();
        }

        AmfValue run(String code, AmfValue... arguments) {
            AmfValue[] all = new AmfValue[arguments.length + 1];
            all[0] = AmfValue.of(code);
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            return call("run", all);
        }
    }

    @Test
    void row44PublishingIsToldAndItsEndToo() {
        script(
                """
                function onPublish(c, p) say('publish', p.name, p.publisherId, tostring(p.client == c)) end
                function onUnpublish(c, p) say('unpublish', p.name) end
                """);
        Side side = new Side().publish("a?key=b");
        assertThat(side.statuses())
                .containsExactly("status NetStream.Publish.Start: a is now published");
        assertThat(side.log()).isEqualTo("publish a 1 true; ");
        side.command("closeStream");
        assertThat(side.log()).isEqualTo("unpublish a; ");
        assertThat(side.run("return cumulus.publications.count").asNumber()).hasValue(0);
    }

    @Test
    void row44AScriptRefusesToPublishAndToPlay() {
        script(
                """
                function onPublish(c, p) if p.name == 'no' then return false end error('never', 0) end
                function onSubscribe(c, l) if l.publication.name == 'no' then return false end error('neither', 0) end
                """);
        Side side = new Side().publish("no").publish("x").play("no").play("x");
        assertThat(side.statuses())
                .containsExactly(
                        "status NetStream.Publish.BadName: Not allowed to publish no",
                        "status NetStream.Publish.BadName: never",
                        "status NetStream.Play.Failed: Not authorized to play no",
                        "status NetStream.Play.Failed: neither");
        assertThat(origin.names()).isZero();
        assertThat(side.run("return cumulus.publications.count").asNumber()).hasValue(0);
    }

    @Test
    void row43ASecondPublisherIsRefusedAndTheScriptNotAsked() {
        script("function onPublish(c, p) say('publish') end");
        Side first = new Side().publish("a");
        Side second = new Side().publish("a");
        assertThat(second.statuses())
                .containsExactly("status NetStream.Publish.BadName: a is already published");
        assertThat(first.log()).isEqualTo("publish; ");
    }

    @Test
    void playingIsToldAndItsEndTooEvenWhenTheClientVanishes() {
        script(
                """
                function onSubscribe(c, l) say('play', l.publication.name, l.id, l.parameters.x) end
                function onUnsubscribe(c, l) say('stop', l.publication.name) end
                function onDisconnection(c) say('gone') end
                """);
        Side watcher = new Side();
        Side side = new Side().play("a?x=1");
        assertThat(watcher.log()).isEqualTo("play a 1 1; ");
        side.peer.ends.far().close(CloseReason.NEAR_CLOSED);
        origin.settle();
        assertThat(watcher.log()).isEqualTo("stop a; gone; ");
    }

    @Test
    void row52PacketsAreToldToWhoeverAsksForThem() throws Exception {
        script(
                """
                function onAudioPacket(c, p, time, bytes) say('audio', p.name, time, #bytes) end
                function onVideoPacket(c, p, time, bytes) say('video', p.name, time, #bytes, bytes:byte(1)) end
                function onDataPacket(c, p, name, bytes) say('data', name, unpack({cumulus:fromAMF(bytes)})) end
                """);
        Side side = new Side().publish("a");
        Side viewer = new Side().play("a");
        side.peer.media(side.flow, MessageType.AUDIO, 10, AUDIO);
        side.peer.media(side.flow, MessageType.VIDEO, 20, KEY_FRAME);
        Message data =
                DataMessage.of("chat", AmfValue.of("hi"), AmfValue.of(5))
                        .toMessage(ObjectEncoding.AMF0, 0)
                        .message();
        side.peer.write(side.flow, data);
        origin.settle();
        assertThat(side.log()).isEqualTo("audio a 10 3; video a 20 6 23; data chat hi 5; ");
        assertThat(viewer.peer.media(viewer.id, MessageType.VIDEO)).hasSize(1);
    }

    @Test
    void publicationsHaveTheirOwnHandlers() {
        script(
                """
                function onPublish(c, p)
                  function p:onAudio(time, bytes) say('own', self.name, time, #bytes) end
                  function c:onUnpublish(p) say('client', p.name) end
                end
                """);
        Side side = new Side().publish("a");
        side.peer.media(side.flow, MessageType.AUDIO, 10, AUDIO);
        side.command("closeStream");
        assertThat(side.log()).isEqualTo("own a 10 3; client a; ");
    }

    @Test
    void aScriptPushesIntoAClientsPublicationAndClosesIt() {
        script("function onPublish(c, p) pub = p end");
        Side side = new Side().publish("a");
        Side viewer = new Side().play("a");
        side.run("pub:pushAudioPacket(7, '\\175\\1x')");
        side.run("pub:pushVideoPacket(8, '??' .. '\\23\\1\\0\\0\\0k', 2)");
        side.run("pub:pushDataPacket('hello', cumulus:toAMF0('you'))");
        assertThat(viewer.peer.media(viewer.id, MessageType.AUDIO)).containsExactly("0:af0178");
        assertThat(viewer.peer.media(viewer.id, MessageType.VIDEO))
                .containsExactly("1:17010000006b");
        assertThat(viewer.peer.messages(viewer.id))
                .anyMatch(m -> MessageType.isData(m.type()) && text(m.payload()).contains("you"));
        side.run("pub:close('Publish.Denied', 'enough')");
        assertThat(side.statuses()).contains("status NetStream.Publish.Denied: enough");
        assertThat(side.peer.commands(side.id)).anyMatch(c -> c.name().equals("close"));
        assertThat(side.run("return tostring(pub.name)").asText()).hasValue("a");
        viewer.command("closeStream");
        assertThat(side.run("return tostring(pub.name)").asText()).hasValue("nil");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void row35PublicationsAndTheirListenersAreListed() {
        script("");
        Side side = new Side().publish("a");
        Side viewer = new Side().play("a");
        new Side().play("b");
        assertThat(
                        side.run(
                                        """
                                        local names = {}
                                        for name, p in cumulus.publications:pairs() do names[#names + 1] = name .. p.listeners.count end
                                        table.sort(names)
                                        return table.concat(names, ' ')
                                        """)
                                .asText())
                .hasValue("a1 b1");
        assertThat(
                        viewer.run(
                                        """
                                        local p = cumulus.publications('a')
                                        for id, l in p.listeners:ipairs() do
                                          return id == l.id and l.client == self_or(...) and l.publication == p
                                        end
                                        """
                                                .replace("self_or(...)", "..."))
                                .isTrue())
                .isTrue();
        assertThat(side.run("return cumulus.publications('none') == nil").isTrue()).isTrue();
    }

    @Test
    void row49AScriptSwitchesVideoOfAListenerOffAndOn() {
        script("function onSubscribe(c, l) listener = l end");
        Side side = new Side().publish("a");
        Side viewer = new Side().play("a");
        side.run("listener.receiveVideo = false");
        side.peer.media(side.flow, MessageType.VIDEO, 20, KEY_FRAME);
        assertThat(viewer.peer.media(viewer.id, MessageType.VIDEO)).isEmpty();
        assertThat(side.run("return listener.receiveVideo").isTrue()).isFalse();
        side.run("listener.receiveVideo = true");
        side.peer.media(side.flow, MessageType.VIDEO, 40, "2701000000cc");
        assertThat(viewer.peer.media(viewer.id, MessageType.VIDEO)).isEmpty();
        side.peer.media(side.flow, MessageType.VIDEO, 60, KEY_FRAME);
        assertThat(viewer.peer.media(viewer.id, MessageType.VIDEO)).hasSize(1);
    }

    @Test
    void row50SampleAccessIsToldToThePlayer() {
        script("function onSubscribe(c, l) listener = l end");
        Side viewer = new Side().play("a");
        viewer.run("listener.audioSampleAccess = true");
        assertThat(viewer.peer.messages(viewer.id))
                .anyMatch(
                        m ->
                                MessageType.isData(m.type())
                                        && text(m.payload()).contains("|RtmpSampleAccess")
                                        && HexFormat.of()
                                                .formatHex(m.payload())
                                                .endsWith("01010100"));
        assertThat(viewer.run("return listener.audioSampleAccess").isTrue()).isTrue();
    }

    @Test
    void row55QualityTellsOfLoss() {
        script("function onPublish(c, p) pub = p end");
        Side side = new Side().publish("a");
        for (int i = 0; i < 20; i++) {
            side.peer.media(side.flow, MessageType.AUDIO, i * 500, AUDIO);
            origin.advance(500);
        }
        assertThat(side.run("return pub.audioQOS.byteRate").asNumber().orElseThrow())
                .isBetween(5.0, 7.0);
        assertThat(side.run("return pub.audioQOS.lostRate").asNumber()).hasValue(0);
        assertThat(side.run("return pub.videoQOS.droppedFrames").asNumber()).hasValue(0);
    }

    @Test
    void row62GroupsAreToldAndListed() {
        script(
                """
                function onJoinGroup(c, g) say('join', g.id:sub(1, 4), g.size) end
                function onUnjoinGroup(c, g) say('leave', g.id:sub(1, 4), g.size) end
                """);
        Side first = new Side();
        Side second = new Side();
        MessageSink flow = join(first.peer);
        join(second.peer);
        assertThat(first.log()).isEqualTo("join abab 1; join abab 2; ");
        assertThat(
                        first.run(
                                        "for i, c in cumulus.groups('"
                                                + GROUP
                                                + "'):ipairs() do if c ~= ... then return i end end")
                                .asNumber())
                .hasValue(2);
        flow.close();
        origin.settle();
        second.peer.ends.far().close(CloseReason.NEAR_CLOSED);
        origin.settle();
        assertThat(first.log()).isEqualTo("leave abab 1; leave abab 0; ");
        assertThat(first.run("return cumulus.groups.count").asNumber()).hasValue(0);
    }

    private MessageSink join(Peer peer) {
        MessageSink flow = peer.open(new byte[] {'G', 'C'}, Optional.empty());
        peer.write(flow, Message.of(HexFormat.of().parseHex("012115" + GROUP)));
        origin.settle();
        return flow;
    }

    @Test
    void row23OnManageIsCalledEveryTwoSeconds() {
        script(
                """
                function onManage() say('app') end
                function onPublish(c, p) function c:onManage() say('client', tostring(self == c)) end end
                """);
        Side side = new Side().publish("a");
        origin.advance(4_500);
        assertThat(side.log()).isEqualTo("app; client true; app; client true; ");
        assertThat(side.peer.answer(side.peer.call("onManage")).name()).isEqualTo("_error");
    }

    @Test
    void row15AScriptThatChangesIsLoadedAgainWithinTwoSeconds() {
        script("version = 1");
        Side side = new Side();
        script("version = 2 function onStart(path) started = path end");
        origin.advance(2_000);
        assertThat(side.run("return version .. started").asText()).hasValue("2/live");
    }

    @Test
    void row53MetadataIsReadByScripts() {
        script("function onPublish(c, p) pub = p end");
        Side side = new Side().publish("a");
        assertThat(side.run("return tostring(next(pub.properties))").asText()).hasValue("nil");
        Message data =
                DataMessage.of(
                                "@setDataFrame",
                                AmfValue.of("onMetaData"),
                                new AmfObject().put("width", 640))
                        .toMessage(ObjectEncoding.AMF0, 0)
                        .message();
        side.peer.write(side.flow, data);
        origin.settle();
        assertThat(side.run("return pub.properties.width").asNumber()).hasValue(640);
    }

    @Test
    void row53MetadataIsWrittenByScripts() {
        script("pub = cumulus:publish('a')");
        Side side = new Side();
        side.run("pub:writeProperties({ width = 320, title = 'x' })");
        assertThat(side.run("return pub.properties.width .. pub.properties.title").asText())
                .hasValue("320x");
        Side late = new Side().play("a");
        assertThat(late.peer.messages(late.id))
                .anyMatch(m -> text(m.payload()).contains("onMetaData"));
        side.run("pub:clearProperties()");
        assertThat(side.run("return tostring(next(pub.properties))").asText()).hasValue("nil");
        Side later = new Side().play("a");
        assertThat(later.peer.messages(later.id))
                .noneMatch(m -> text(m.payload()).contains("onMetaData"));
    }

    @Test
    void row36FieldsOfObjectsStay() {
        script(
                """
                function onPublish(c, p) c.seen = 'seen'; p.mark = 'marked' end
                function onUnpublish(c, p) say(c.seen, p.mark) end
                """);
        Side side = new Side().publish("a");
        side.command("closeStream");
        assertThat(side.log()).isEqualTo("seen marked; ");
    }

    @Test
    void aFolderWithoutAScriptPublishesAndPlays() {
        Side side = new Side().publish("a");
        Side viewer = new Side().play("a");
        side.peer.media(side.flow, MessageType.VIDEO, 20, KEY_FRAME);
        assertThat(viewer.peer.media(viewer.id, MessageType.VIDEO)).hasSize(1);
    }

    @Test
    void row27AFlowWriterHasAFlowOfItsOwn() {
        script("");
        Side side = new Side();
        side.run(
                """
                flow = (...).writer:newFlowWriter()
                flow:writeInvocation('one', 1)
                (...).writer:writeMessage('two')
                flow.reliable = false
                flow:writeAMFMessage('three')
                """
                        .replace("(...)", "client()"));
        assertThat(side.peer.flows(0)).hasSize(2);
        assertThat(side.peer.commands(0).stream().map(Command::name))
                .contains("one", "onMessage", "three");
        side.run("flow:close() client().writer:writeAMFMessage('four')");
        assertThat(side.peer.flows(0).filter(in -> in.ended()[0])).hasSize(1);
        assertThat(side.peer.commands(0).stream().map(Command::name)).contains("four");
        side.peer.call("run", AmfValue.of("client().writer:close()"));
        assertThat(side.peer.commands(0)).anyMatch(c -> c.name().equals("close"));
    }

    @Test
    void row54AScriptPublishesAndItsEndUnpublishes() {
        script("pub = cumulus:publish('news') again = cumulus:publish('news')");
        Side viewer = new Side().play("news");
        assertThat(viewer.run("return pub ~= nil and again == nil").isTrue()).isTrue();
        viewer.run(
                "pub:pushVideoPacket(100, '\\23\\1k') pub:pushAudioPacket(110, '\\175\\1a') pub:flush()");
        assertThat(viewer.peer.media(viewer.id, MessageType.VIDEO)).containsExactly("0:17016b");
        assertThat(viewer.peer.media(viewer.id, MessageType.AUDIO)).containsExactly("10:af0161");
        viewer.run("pub:close()");
        assertThat(viewer.statuses())
                .contains("status NetStream.Play.UnpublishNotify: news is now unpublished");
        assertThat(viewer.run("return tostring(cumulus:publish('news').running)").asText())
                .hasValue("true");
        script("");
        origin.advance(2_000);
        viewer.command("closeStream");
        assertThat(origin.names()).isZero();
    }

    @Test
    void aScriptPublishesAThousandStreamsAndNoMore() {
        script("kept = {}");
        Side side = new Side();
        String make =
                "for i = 1, 600 do local ok, p = pcall(cumulus.publish, cumulus, 's' .. #kept) if ok then kept[#kept + 1] = p end end return tostring(#kept)";
        assertThat(side.run(make).asText()).hasValue("600");
        assertThat(side.run(make).asText()).hasValue("1000");
        assertThat(
                        side.run(
                                        "for i = 1, 10 do kept[i]:close() end return tostring((pcall(cumulus.publish, cumulus, 'more')))")
                                .asText())
                .hasValue("true");
    }

    @Test
    void row63PeersOfOtherServersJoinGroupsHere() {
        script("");
        Side side = new Side();
        side.run("member = cumulus.groups:join(('ef'):rep(32), '" + GROUP + "')");
        join(side.peer);
        assertThat(side.peer.groupNotices).containsExactly("0b" + "ef".repeat(32));
        assertThat(side.run("return member.id").asText()).hasValue("ef".repeat(32));
        assertThat(origin.groups()).isEqualTo(1);
        side.run("member:release()");
        side.peer.ends.far().close(CloseReason.NEAR_CLOSED);
        origin.settle();
        assertThat(origin.groups()).isZero();
    }

    @Test
    void row40AddressesAreBannedAndFreed() {
        script("");
        Side side = new Side();
        side.run(
                "cumulus:addToBlacklist('192.0.2.7', 'example.org', '2001:db8::1') cumulus:removeFromBlacklist('192.0.2.7')");
        assertThat(origin.bans)
                .containsExactly("192.0.2.7 true", "2001:db8:0:0:0:0:0:1 true", "192.0.2.7 false");
    }

    @Test
    void row68EdgesAreCounted() {
        script("");
        Side side = new Side();
        assertThat(
                        side.run(
                                        "local e = cumulus.edges return table.concat({ e.count, e('192.0.2.1:1936'), tostring(e('x')), cumulus.servers.count }, ' ')")
                                .asText())
                .hasValue("1 7 nil 0");
    }

    @Test
    void row30AnExternalizableClassReadsAndWritesItself() {
        script(
                """
                local point = {}
                function point:__writeExternal(w)
                  w:writeShort(-2) w:writeInt(self.x) w:writeUTF('name') w:writeDouble(0.5)
                  w:writeUnsignedByte(200) w:writeBoolean(true) w:writeAMF({ self.x }, 'end') w:writeMultiByte('\\195\\169', 'ISO-8859-1')
                end
                function point:__readExternal(r)
                  self.short, self.x, self.name, self.double = r:readShort(), r:readInt(), r:readUTF(), r:readDouble()
                  self.byte, self.yes = r:readUnsignedByte(), r:readBoolean()
                  self.list, self.text = r:readAMF(2)
                  self.letter = r:readMultiByte(1, 'ISO-8859-1')
                  kept = r
                end
                function onTypedObject(type, t)
                  if type == 'Point' then t.__readExternal = point.__readExternal end
                end
                function make(x) return { __type = 'Point', x = x, __writeExternal = point.__writeExternal } end
                """);
        Side side = new Side();
        assertThat(
                        side.run(
                                        """
                                        local a, more = cumulus:fromAMF(cumulus:toAMF({ p = make(-7) }, 9))
                                        local p = a.p
                                        assert(not pcall(function() return kept:readByte() end))
                                        return table.concat({ p.__type, p.short, p.x, p.name, p.double, p.byte, tostring(p.yes),
                                          p.list[1], p.text, p.letter, more }, ' ')
                                        """)
                                .asText())
                .hasValue("Point -2 -7 name 0.5 200 true -7 end \u00e9 9");
        side.peer.call(
                "run", AmfValue.of("client().writer:writeAMFMessage('point', make(5), 'after')"));
        assertThat(side.peer.messages(0)).anyMatch(m -> text(m.payload()).contains("Point"));
    }

    /** Says hello to the server, or for a peer, and answers what comes back. */
    private String hello(EndpointDiscriminator wanted, boolean selected, int tag, Peer asker) {
        List<String> answers = new ArrayList<>();
        ReceivedHello hello =
                new ReceivedHello(
                        wanted,
                        selected,
                        new byte[] {(byte) tag},
                        new InetSocketAddress("192.0.2.9", 4000),
                        Optional.of(asker.atOrigin),
                        to ->
                                answers.add(
                                        to.stream()
                                                .map(a -> a.socket().toString())
                                                .collect(Collectors.joining(" "))),
                        () -> answers.add("response"));
        HelloPolicy.Answer answer = origin.hellos.answer(hello, 0);
        if (answer instanceof HelloPolicy.Respond) {
            return "respond at once";
        }
        origin.settle();
        return String.join(",", answers);
    }

    private String hello(String uri, int tag, Peer asker) {
        return hello(EndpointDiscriminator.ofUri(uri), true, tag, asker);
    }

    @Test
    void row69HellosAreRedirectedAsTheScriptSays() {
        script(
                """
                function onHandshake(address, path, properties, attempts)
                  say(address, path, properties.to, attempts)
                  if properties.to == 'again' then return 'again' end
                  if properties.to == 'fail' then error('oops') end
                  if properties.to and attempts < 2 then return properties.to, { '[2001:db8::1]:1936', { '192.0.2.1:99' } } end
                end
                """);
        Peer early = origin.peer("live");
        assertThat(hello("rtmfp://h/live", 1, early)).isEqualTo("respond at once");
        Side side = new Side();
        assertThat(hello("rtmfp://h/live?to=198.51.100.1:1935", 2, early))
                .isEqualTo("/198.51.100.1:1935 /[2001:db8:0:0:0:0:0:1]:1936 /192.0.2.1:99");
        assertThat(hello("rtmfp://h/live?to=198.51.100.1:1935", 2, early)).isEqualTo("response");
        assertThat(hello("rtmfp://h/live?to=again", 3, early)).isEmpty();
        assertThat(hello("rtmfp://h/live?to=fail", 4, early)).isEqualTo("response");
        assertThat(hello("rtmfp://h/none", 5, early)).isEqualTo("respond at once");
        assertThat(side.log())
                .startsWith(
                        "192.0.2.9:4000 /live 198.51.100.1:1935 1; 192.0.2.9:4000 /live 198.51.100.1:1935 2; ");
    }

    @Test
    void row70UnknownPeersAreLookedForElsewhere() {
        script(
                "function onRendezVousUnknown(id) if id:byte(1) == 7 then return '198.51.100.1:1935' end end");
        Side side = new Side();
        byte[] known = new byte[32];
        known[0] = 7;
        byte[] unknown = new byte[32];
        unknown[0] = 8;
        EndpointDiscriminator wanted = EndpointDiscriminator.ofFingerprint(known);
        assertThat(hello(wanted, false, 1, side.peer)).isEqualTo("/198.51.100.1:1935");
        assertThat(hello(EndpointDiscriminator.ofFingerprint(unknown), false, 2, side.peer))
                .isEmpty();
    }

    /** Clients here have no address in common; it counts how far they came. */
    private String met(EndpointDiscriminator wanted, int tag, Peer asker) {
        hello(wanted, false, tag, asker);
        Map<IntroductionOutcome, Long> all = origin.rendezvous.introductions();
        return all.getOrDefault(IntroductionOutcome.NO_ADDRESS, 0L)
                + " allowed, "
                + all.getOrDefault(IntroductionOutcome.REFUSED, 0L)
                + " refused";
    }

    @Test
    void introductionsNeedTheApplicationsConsent() {
        script("");
        Side side = new Side();
        Peer asker = origin.peerOnOtherLoop("live");
        asker.connect();
        EndpointDiscriminator wanted =
                EndpointDiscriminator.ofFingerprint(side.peer.ends.near().identity().peerId());
        assertThat(met(wanted, 1, asker)).isEqualTo("1 allowed, 0 refused");
        script(
                """
                allowed = false
                function onIntroduction(c, asker, id)
                  say(c.id:sub(1, 2), asker and asker.id:sub(1, 2) or '-', #id)
                  return allowed
                end
                """);
        origin.advance(2500);
        assertThat(met(wanted, 2, asker)).isEqualTo("1 allowed, 1 refused");
        assertThat(side.log()).isEqualTo("01 02 32; ");
        side.run("allowed = true");
        assertThat(met(wanted, 3, asker)).isEqualTo("2 allowed, 1 refused");
        side.run("local c = ... function c:onIntroduction() error('not today') end");
        assertThat(met(wanted, 4, asker)).isEqualTo("2 allowed, 2 refused");
    }

    @Test
    void row30ClientsCallWithExternalizableObjects() {
        script(
                """
                function onTypedObject(type, t)
                  if type == 'Point' then
                    function t:__readExternal(r) self.x = r:readShort() self.list = r:readAMF(1) end
                  elseif type == 'Broken' then
                    function t:__readExternal(r) error('cannot read it', 0) end
                  end
                end
                function methods(c)
                  function c:move(p, list, same, more) return table.concat({ p.__type, p.x, p.list[1], tostring(list == same), more }, ' ') end
                end
                """);
        Side side = new Side();
        side.run("methods(...)");
        AmfArray list = AmfArray.of(AmfValue.of("deep"));
        AmfExternal point =
                AmfExternal.recorded("Point")
                        .add(new AmfByteArray(new byte[] {-1, -2}))
                        .add(AmfArray.of(list));
        assertThat(side.call("move", point, list, list, AmfValue.of("end")).asText())
                .hasValue("Point -2 deep true end");
        assertThat(failure(side, "move", AmfExternal.recorded("Broken")))
                .isEqualTo("cannot read it");
        assertThat(failure(side, "move", AmfExternal.recorded("Other")))
                .isEqualTo("Malformed arguments");
        assertThat(failure(side, "none", point)).isEqualTo("Method 'none' not found");
    }

    private static String failure(Side side, String method, AmfValue... arguments) {
        Command answer = side.peer.answer(side.peer.call(method, arguments));
        assertThat(answer.name()).isEqualTo("_error");
        return Peer.text((AmfObject) answer.argument(0), "description");
    }

    @Test
    void row55QualityTellsOfMediaThatComesLaterAndLater() {
        script("function onPublish(c, p) pub = p end");
        Side side = new Side().publish("a");
        for (int i = 0; i < 20; i++) {
            side.peer.media(side.flow, MessageType.AUDIO, i * 400, AUDIO);
            origin.advance(500);
        }
        assertThat(side.run("return pub.audioQOS.latency").asNumber().orElseThrow())
                .isBetween(1500.0, 2000.0);
        assertThat(side.run("return pub.audioQOS.congestionRate").asNumber().orElseThrow())
                .isBetween(0.19, 0.21);
        assertThat(side.run("return pub.videoQOS.congestionRate").asNumber()).hasValue(0);
    }

    private void share(Side side, SharedObjectEvent... events) {
        side.peer.write(
                side.peer.control(),
                new SharedObjectMessage("chat", 0, false, List.of(events))
                        .toMessage(ObjectEncoding.AMF3)
                        .message());
        origin.settle();
    }

    private static List<SharedObjectEvent> shared(Side side) {
        List<SharedObjectEvent> all = new ArrayList<>();
        for (TcMessage message : side.peer.messages(0)) {
            if (MessageType.isSharedObject(message.type())) {
                try {
                    all.addAll(SharedObjectMessage.decode(message).events());
                } catch (MalformedAmfException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return all;
    }

    @Test
    void scriptsTakePartInSharedObjectsOfClients() {
        script(
                """
                so = cumulus:sharedObject('chat')
                function so:onSync(changes)
                  for i, c in ipairs(changes) do say(c.code, c.name or '', type(self:get(c.name or '')) == 'table' and 'table' or self:get(c.name or '')) end
                end
                function so:onMessage(handler, ...) say(handler, ...) end
                """);
        Side side = new Side();
        share(side, new SharedObjectEvent.Use());
        assertThat(side.log()).isEqualTo("ready ; clear ; ");
        share(side, new SharedObjectEvent.RequestChange("topic", AmfValue.of("news")));
        assertThat(side.log()).isEqualTo("change topic news; ");
        share(side, new SharedObjectEvent.Send("hi", List.of(AmfValue.of(7), AmfValue.of("x"))));
        assertThat(side.log()).isEqualTo("hi 7 x; ");
        side.run("so:set('topic', 'olds') so:set('list', { 1, 2 }) so:send('bye', 'all')");
        assertThat(side.log()).isEqualTo("success topic olds; success list table; bye all; ");
        assertThat(shared(side))
                .contains(
                        new SharedObjectEvent.Change("topic", AmfValue.of("olds")),
                        new SharedObjectEvent.Send("bye", List.of(AmfValue.of("all"))));
        side.run("so:set('topic', nil)");
        assertThat(shared(side)).contains(new SharedObjectEvent.Remove("topic"));
        assertThat(
                        side.run(
                                        "return tostring(so.ready) .. #so.properties.list .. tostring(so.properties.topic)")
                                .asText())
                .hasValue("true2nil");
        side.run("so:close() log = ''");
        share(side, new SharedObjectEvent.RequestChange("topic", AmfValue.of("late")));
        assertThat(side.log()).isEmpty();
    }

    @Test
    void sharedObjectsThatCannotBeAreRefused() {
        script(
                """
                so = cumulus:sharedObject('kept', true)
                function so:onStatus(code) say(code) end
                """);
        assertThat(new Side().log()).isEqualTo("SharedObject.BadPersistence; ");
    }

    @Test
    void row87ScriptsWatchStreams() {
        script(
                """
                s = cumulus:subscribe('a')
                function s:onBegin() say('begin') end
                function s:onEnd() say('end') end
                function s:onAudio(time, bytes) say('audio', time, #bytes) end
                function s:onVideo(time, bytes) say('video', time, bytes:byte(1)) end
                function s:onData(name, bytes) say('data', name, cumulus:fromAMF(bytes)) end
                """);
        Side side = new Side().publish("a");
        side.peer.media(side.flow, MessageType.VIDEO, 990, "2701000000cc");
        side.peer.media(side.flow, MessageType.VIDEO, 1000, KEY_FRAME);
        side.peer.media(side.flow, MessageType.AUDIO, 1010, AUDIO);
        side.command("say", AmfValue.of("x"), AmfValue.of(2));
        assertThat(side.log()).isEqualTo("begin; video 0 23; audio 10 3; data say x 2; ");
        side.run("s.receiveAudio = false");
        side.peer.media(side.flow, MessageType.AUDIO, 1020, AUDIO);
        side.peer.media(side.flow, MessageType.VIDEO, 1030, KEY_FRAME);
        side.command("closeStream");
        assertThat(side.log()).isEqualTo("video 30 23; end; ");
        assertThat(origin.names()).isEqualTo(1);
        side.run("s:close()");
        assertThat(origin.names()).isZero();
        assertThat(
                        side.run(
                                        "for i = 1, 200 do if not pcall(cumulus.subscribe, cumulus, 'b') then return i end end")
                                .asNumber())
                .hasValue(101);
        script("");
        origin.advance(2500);
        assertThat(origin.names()).isZero();
    }
}
