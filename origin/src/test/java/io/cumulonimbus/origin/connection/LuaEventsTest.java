package io.cumulonimbus.origin.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmp.message.DataMessage;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Scripts that hear of streams, and clients that feel it. Named after the rows of {@code
 * docs/compatibility.md}.
 */
@ParameterizedClass
@EnumSource(Way.class)
class LuaEventsTest extends LuaStage {
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
    void aFolderWithoutAScriptPublishesAndPlays() {
        Side side = new Side().publish("a");
        Side viewer = new Side().play("a");
        side.peer.media(side.flow, MessageType.VIDEO, 20, KEY_FRAME);
        assertThat(viewer.peer.media(viewer.id, MessageType.VIDEO)).hasSize(1);
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
