package io.cumulonimbus.origin.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfByteArray;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.DataMessage;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.UserControl;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Way.class)
class NetStreamTest {
    @Parameter Way way;
    private static final String AVC_HEADER = "1700000000aa";
    private static final String AVC_KEY = "1701000000bb";
    private static final String AVC_INTER = "2701000000cc";
    private static final String AAC_HEADER = "af001210";
    private static final String AAC = "af01dd";

    @TempDir Path www;
    private TestOrigin origin;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(www.resolve("live"));
        origin = new TestOrigin(www, way);
    }

    /** A connected client with one stream and the flow it commands it on. */
    private final class Side {
        final Peer peer;
        final long id;
        final MessageSink flow;

        Side(Peer peer, ObjectEncoding encoding) {
            this.peer = peer;
            peer.encoding = encoding;
            peer.connect();
            id = peer.createStream();
            flow = peer.flow(id);
        }

        Side(ObjectEncoding encoding) {
            this(origin.peer("live"), encoding);
        }

        Side() {
            this(ObjectEncoding.AMF3);
        }

        void command(String name, AmfValue... arguments) {
            peer.send(flow, name, 0, arguments);
            origin.settle();
        }

        Side publish(String name) {
            command("publish", AmfValue.of(name), AmfValue.of("live"));
            return this;
        }

        Side play(String name) {
            command("play", AmfValue.of(name));
            return this;
        }

        void video(int time, String hex) {
            peer.media(flow, MessageType.VIDEO, time, hex);
        }

        void audio(int time, String hex) {
            peer.media(flow, MessageType.AUDIO, time, hex);
        }

        void data(DataMessage data) {
            peer.write(flow, data.toServerMessage(peer.encoding, 0).message());
            origin.settle();
        }

        List<String> statuses() {
            return peer.statuses(id);
        }

        List<String> seen() {
            return peer.media(id, MessageType.VIDEO);
        }

        List<String> heard() {
            return peer.media(id, MessageType.AUDIO);
        }
    }

    @ParameterizedTest
    @CsvSource({"AMF0, AMF0", "AMF0, AMF3", "AMF3, AMF0", "AMF3, AMF3"})
    void row41WhatIsPublishedIsPlayedWhateverTheEncodings(ObjectEncoding from, ObjectEncoding to) {
        Side publisher = new Side(from).publish("s");
        Side player = new Side(to).play("s");
        publisher.video(0, AVC_HEADER);
        publisher.audio(0, AAC_HEADER);
        publisher.video(100, AVC_KEY);
        publisher.audio(110, AAC);
        publisher.video(140, AVC_INTER);
        publisher.command("closeStream");
        player.command("closeStream");

        assertThat(publisher.statuses())
                .containsExactly(
                        "status NetStream.Publish.Start: s is now published",
                        "status NetStream.Unpublish.Success: s is now unpublished");
        assertThat(player.statuses())
                .containsExactly(
                        "status NetStream.Play.Reset: Playing and resetting s",
                        "status NetStream.Play.Start: Started playing s",
                        "status NetStream.Play.UnpublishNotify: s is now unpublished",
                        "status NetStream.Play.Stop: Stopped playing s");
        assertThat(player.seen())
                .containsExactly("0:" + AVC_HEADER, "0:" + AVC_KEY, "40:" + AVC_INTER);
        assertThat(player.heard()).containsExactly("10:" + AAC_HEADER, "10:" + AAC);
        assertThat(player.peer.messages(player.id))
                .filteredOn(m -> MessageType.isCommand(m.type()))
                .allSatisfy(m -> assertThat(m.type()).isEqualTo(MessageType.COMMAND));
    }

    @Test
    void playingOpensThreeFlowsThatAnswerTheControlFlowAndSynchronisesThem() {
        Side player = new Side().play("s");

        List<Peer.Incoming> flows = player.peer.flows(player.id).toList();
        assertThat(flows).hasSize(3);
        assertThat(flows)
                .allSatisfy(
                        in -> assertThat(in.flow().answers()).containsSame(player.peer.control()))
                .allSatisfy(
                        in ->
                                assertThat(in.messages())
                                        .last()
                                        .extracting(m -> UserControl.decode(m).orElseThrow())
                                        .isEqualTo(new UserControl.FlowSync(1, 3)));
    }

    @Test
    void clientsOnOneByteStreamNeedNoSynchronisation() {
        Side player = new Side(origin.peer("live", Protocol.RTMP), ObjectEncoding.AMF0).play("s");
        assertThat(player.peer.messages(player.id))
                .noneMatch(m -> m.type() == MessageType.USER_CONTROL);
    }

    @Test
    void aNameIsPublishedByOneAtATime() {
        Side first = new Side().publish("s");
        Side second = new Side().publish("s");
        first.command("closeStream");
        second.publish("s");

        assertThat(first.statuses().get(0)).contains("Publish.Start");
        assertThat(second.statuses())
                .containsExactly(
                        "status NetStream.Publish.BadName: s is already published",
                        "status NetStream.Publish.Start: s is now published");
    }

    @Test
    void row42Row48PlayersHearOfPublishersWhoComeAndGo() {
        Side player = new Side().play("s");
        Side publisher = new Side().publish("s");
        publisher.audio(500, "2faa");
        publisher.audio(600, "2fbb");
        publisher.command("closeStream");
        publisher.publish("s");
        publisher.audio(7, "2fcc");

        assertThat(player.statuses().subList(2, 5))
                .containsExactly(
                        "status NetStream.Play.PublishNotify: s is now published",
                        "status NetStream.Play.UnpublishNotify: s is now unpublished",
                        "status NetStream.Play.PublishNotify: s is now published");
        assertThat(player.heard()).containsExactly("0:2faa", "100:2fbb", "100:2fcc");
    }

    @Test
    void row46Row47ALateJoinerStartsAtAKeyFrameWithHeadersAndMetadata() {
        Side publisher = new Side().publish("s");
        AmfObject metadata = new AmfObject().put("width", 640);
        publisher.data(new DataMessage(DataMessage.Action.KEEP, "onMetaData", List.of(metadata)));
        publisher.video(0, AVC_HEADER);
        publisher.audio(0, AAC_HEADER);
        publisher.video(0, AVC_KEY);
        publisher.video(40, AVC_INTER);
        Side late = new Side(ObjectEncoding.AMF0).play("s");
        publisher.video(80, AVC_INTER);
        publisher.video(120, AVC_KEY);
        publisher.audio(130, AAC);

        assertThat(late.seen()).containsExactly("0:" + AVC_HEADER, "0:" + AVC_KEY);
        assertThat(late.heard()).containsExactly("10:" + AAC_HEADER, "10:" + AAC);
        DataMessage got = onlyData(late);
        assertThat(got.handler()).isEqualTo("onMetaData");
        assertThat(((AmfArray) got.first()).get("width")).isEqualTo(AmfValue.of(640));
    }

    private static DataMessage onlyData(Side side) {
        List<TcMessage> data =
                side.peer.messages(side.id).stream()
                        .filter(m -> MessageType.isData(m.type()))
                        .toList();
        assertThat(data).hasSize(1);
        assertThat(data.get(0).type())
                .isEqualTo(
                        side.peer.encoding == ObjectEncoding.AMF0
                                ? MessageType.DATA
                                : MessageType.DATA_EXTENDED);
        try {
            return DataMessage.decode(data.get(0));
        } catch (MalformedAmfException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource(ObjectEncoding.class)
    void whatIsSentThroughAStreamArrivesIntact(ObjectEncoding encoding) {
        Side publisher = new Side().publish("s");
        Side player = new Side(encoding).play("s");
        publisher.data(
                DataMessage.of(
                        "handler",
                        AmfValue.of("x"),
                        new AmfObject().put("a", 1),
                        new AmfByteArray(new byte[] {1, 2})));

        DataMessage got = onlyData(player);
        assertThat(got.handler()).isEqualTo("handler");
        assertThat(got.values().get(0)).isEqualTo(AmfValue.of("x"));
        assertThat(((AmfObject) got.values().get(1)).get("a").asNumber()).hasValue(1);
        if (encoding == ObjectEncoding.AMF3) {
            assertThat(got.values().get(2)).isEqualTo(new AmfByteArray(new byte[] {1, 2}));
        } else {
            assertThat(got.values().get(2).isNothing()).isTrue();
        }
    }

    @Test
    void aCommandOfAPublisherThatIsNoneOfOursIsSentToTheViewers() {
        Side publisher = new Side().publish("s");
        Side player = new Side().play("s");
        publisher.command("shout", AmfValue.of("x"));

        assertThat(onlyData(player)).isEqualTo(DataMessage.of("shout", AmfValue.of("x")));
    }

    @Test
    void garbageSentThroughAStreamReachesNobody() {
        Side publisher = new Side().publish("s");
        Side player = new Side().play("s");
        for (String hex : List.of("", "ff", "00ff", "02000161ff", "020001", "0a00000000")) {
            publisher.peer.media(publisher.flow, MessageType.DATA, 0, hex);
            publisher.peer.media(publisher.flow, MessageType.DATA_EXTENDED, 0, hex);
        }
        publisher.audio(0, "2faa");

        assertThat(player.heard()).hasSize(1);
        assertThat(player.peer.messages(player.id)).noneMatch(m -> MessageType.isData(m.type()));
    }

    @Test
    void row45AStreamOfAnotherSessionCannotBeReached() {
        Side victim = new Side().publish("s");
        Side player = new Side().play("s");
        Peer intruder = origin.peer("live");
        intruder.connect();
        MessageSink foreign = intruder.flow(victim.id);
        intruder.media(foreign, MessageType.AUDIO, 0, "2fee");
        intruder.call("deleteStream", AmfValue.of(victim.id));
        victim.audio(0, "2faa");

        assertThat(intruder.exceptions).containsExactly(0L);
        assertThat(foreign.isOpen()).isFalse();
        assertThat(player.heard()).containsExactly("0:2faa");
    }

    @Test
    void videoAndAudioCanBeSwitchedOffAndOn() {
        Side publisher = new Side().publish("s");
        Side player = new Side().play("s");
        publisher.video(0, AVC_KEY);
        player.command("receiveVideo", AmfValue.of(false));
        player.command("receiveAudio", AmfValue.of(false));
        publisher.video(40, AVC_KEY);
        publisher.audio(40, "2faa");
        player.command("receiveVideo", AmfValue.of(true));
        player.command("receiveAudio", AmfValue.of(true));
        publisher.video(80, AVC_INTER);
        publisher.audio(80, "2fbb");
        publisher.video(120, AVC_KEY);

        assertThat(player.seen()).containsExactly("0:" + AVC_KEY, "120:" + AVC_KEY);
        assertThat(player.heard()).containsExactly("80:2fbb");
    }

    @Test
    void pauseAndSeekAreAcceptedOnLiveStreams() {
        Side publisher = new Side().publish("s");
        Side player = new Side().play("s");
        player.command("pause", AmfValue.of(true), AmfValue.of(0));
        publisher.audio(0, "2faa");
        player.command("pause", AmfValue.of(false), AmfValue.of(0));
        player.command("seek", AmfValue.of(1_000));
        publisher.audio(20, "2fbb");

        assertThat(player.statuses().subList(2, 5))
                .extracting(s -> s.replaceAll(":.*", ""))
                .containsExactly(
                        "status NetStream.Pause.Notify",
                        "status NetStream.Unpause.Notify",
                        "status NetStream.Seek.Notify");
        assertThat(player.heard()).containsExactly("0:2fbb");
    }

    @Test
    void aPlayerThatRefusesItsVideoFlowGetsNoMoreMediaAndStaysConnected() {
        Side publisher = new Side().publish("s");
        Side player = new Side().play("s");
        publisher.video(0, AVC_KEY);
        Peer.Incoming video =
                player.peer
                        .flows(player.id)
                        .filter(in -> in.messages().stream().anyMatch(m -> m.type() == 9))
                        .findFirst()
                        .orElseThrow();
        video.flow().reject(0);
        origin.settle();
        publisher.video(40, AVC_KEY);
        publisher.audio(40, "2faa");

        assertThat(player.heard()).isEmpty();
        assertThat(player.peer.flows(player.id)).hasSize(3);
        assertThat(player.peer.createStream()).isEqualTo(2);
    }

    @Test
    void namesThatCannotBeUsedAreRefusedAndFalseStops() {
        Side side = new Side();
        side.publish("");
        side.command("play");
        side.command("play", AmfValue.of("x".repeat(2_000)));
        side.publish("s?key=1");
        side.command("publish", AmfValue.of(false));

        assertThat(side.statuses())
                .containsExactly(
                        "status NetStream.Publish.BadName: This name cannot be published",
                        "status NetStream.Play.Failed: This name cannot be played",
                        "status NetStream.Play.Failed: This name cannot be played",
                        "status NetStream.Publish.Start: s is now published",
                        "status NetStream.Unpublish.Success: s is now unpublished");
        assertThat(origin.names()).isZero();
    }

    @Test
    void mediaThatComesRightBehindPublishIsHeldUntilItIsDecided() {
        Side player = new Side().play("s");
        Side publisher = new Side();
        publisher.peer.send(publisher.flow, "publish", 0, AmfValue.of("s"));
        publisher.peer.write(
                publisher.flow, TcMessage.of(MessageType.AUDIO, 0, new byte[] {0x2f, 1}).message());
        origin.settle();

        assertThat(player.heard()).containsExactly("0:2f01");
    }

    @Test
    void aThousandCyclesLeaveNothing() {
        Side publisher = new Side();
        Side player = new Side();
        for (int i = 0; i < 1_000; i++) {
            publisher.publish("s" + i);
            player.play("s" + i);
            publisher.video(i * 40, AVC_KEY);
            publisher.command("closeStream");
            player.command("closeStream");
        }
        assertThat(player.seen()).hasSize(1_000);
        assertThat(origin.names()).isZero();
        for (int i = 0; i < 1_000; i++) {
            long id = player.peer.createStream();
            MessageSink flow = player.peer.flow(id);
            player.peer.send(flow, "play", 0, AmfValue.of("x"));
            origin.settle();
            flow.close();
            player.peer.call("deleteStream", AmfValue.of(id));
        }
        assertThat(player.peer.connection.streams().size()).isEqualTo(1);
        assertThat(player.peer.connection.openFlows()).isEqualTo(2);
        assertThat(player.peer.incoming.stream().filter(in -> !in.ended()[0])).hasSize(4);
        assertThat(origin.names()).isZero();
        assertThat(origin.loop.scheduled()).isZero();
    }

    @Test
    void aVanishedPublisherGivesItsNameBack() {
        Side player = new Side().play("s");
        Side publisher = new Side().publish("s");
        publisher.peer.ends.die();
        origin.settle();
        Side next = new Side().publish("s");

        assertThat(player.statuses()).last().asString().contains("Play.PublishNotify");
        assertThat(next.statuses()).hasSize(1).first().asString().contains("Publish.Start");
    }

    @Test
    void viewersOnOtherLoopsGetTheSame() {
        Side early = new Side(origin.peerOnOtherLoop("live"), ObjectEncoding.AMF3).play("s");
        Side publisher = new Side().publish("s");
        publisher.data(
                new DataMessage(DataMessage.Action.KEEP, "onMetaData", List.of(AmfValue.of(1))));
        publisher.video(0, AVC_HEADER);
        publisher.video(0, AVC_KEY);
        early.command("closeStream");
        Side late = new Side(origin.peerOnOtherLoop("live"), ObjectEncoding.AMF3).play("s");
        publisher.video(40, AVC_INTER);
        publisher.video(80, AVC_KEY);
        publisher.command("closeStream");

        assertThat(early.seen()).containsExactly("0:" + AVC_HEADER, "0:" + AVC_KEY);
        assertThat(late.seen()).containsExactly("0:" + AVC_HEADER, "0:" + AVC_KEY);
        assertThat(onlyData(late).handler()).isEqualTo("onMetaData");
        assertThat(late.statuses()).last().asString().contains("UnpublishNotify");
    }

    @Test
    void aLoopThatDoesNotKeepUpLosesVideoToTheNextKeyFrame() {
        Side publisher = new Side().publish("s");
        Side player = new Side(origin.peerOnOtherLoop("live"), ObjectEncoding.AMF3).play("s");
        publisher.video(0, AVC_KEY);
        byte[] large = new byte[1 << 20];
        large[0] = 0x27;
        large[1] = 1;
        for (int i = 1; i < 40; i++) {
            Message frame = TcMessage.of(MessageType.VIDEO, i * 40, large).message();
            publisher.peer.write(publisher.flow, frame);
        }
        origin.settleButOtherLoop();
        origin.settle();
        int seen = player.seen().size();
        publisher.video(2_000, AVC_INTER);
        publisher.video(2_040, AVC_KEY);

        assertThat(seen).isBetween(2, 25);
        assertThat(player.seen()).hasSize(seen + 1).last().isEqualTo("2040:" + AVC_KEY);
    }

    @Test
    void aBarrierHoldsAFlowUntilTheOthersCame() {
        Side player = new Side().play("s");
        Side publisher = new Side().publish("s");
        MessageSink audio = publisher.peer.flow(publisher.id);
        Message sync = new UserControl.FlowSync(8, 2).toMessage().message();
        publisher.peer.write(audio, sync);
        publisher.peer.media(audio, MessageType.AUDIO, 20, "2fbb");
        publisher.audio(0, "2faa");
        assertThat(player.heard()).containsExactly("0:2faa");
        publisher.peer.write(publisher.flow, sync);
        origin.settle();
        assertThat(player.heard()).containsExactly("0:2faa", "20:2fbb");
    }

    @Test
    void aBarrierThatNobodyElseComesToIsGivenUp() {
        Side player = new Side().play("s");
        Side publisher = new Side().publish("s");
        Message sync = new UserControl.FlowSync(8, 0xffffffffL).toMessage().message();
        publisher.peer.write(publisher.flow, sync);
        publisher.audio(20, "2fbb");
        assertThat(player.heard()).isEmpty();
        origin.advance(2_000);
        publisher.audio(40, "2fcc");

        assertThat(player.heard()).containsExactly("0:2fbb", "20:2fcc");
    }

    @Test
    void aHeldFlowThatEndsSaysWhatItHadToSay() {
        Side player = new Side().play("s");
        Side publisher = new Side().publish("s");
        MessageSink audio = publisher.peer.flow(publisher.id);
        publisher.peer.write(audio, new UserControl.FlowSync(8, 1).toMessage().message());
        publisher.peer.media(audio, MessageType.AUDIO, 0, "2faa");
        publisher.peer.write(audio, new UserControl.FlowSync(9, 2).toMessage().message());
        audio.close();
        origin.settle();
        publisher.peer.write(publisher.flow, new UserControl.FlowSync(9, 2).toMessage().message());
        publisher.audio(20, "2fbb");
        origin.advance(2_000);

        assertThat(player.heard()).containsExactly("0:2faa", "20:2fbb");
        assertThat(publisher.peer.connection.openFlows()).isEqualTo(2);
    }

    @Test
    void row51UnbufferedPlayIsAskedForWithItsStart() {
        Side player = new Side();
        player.command("play", AmfValue.of("s"), AmfValue.of(-3_000));
        Side publisher = new Side().publish("s");
        publisher.audio(0, "2faa");

        assertThat(player.heard()).containsExactly("0:2faa");
    }

    @Test
    void commandsThatMeanNothingAreAnsweredOnlyWhenAnAnswerIsWanted() {
        Side side = new Side();
        side.command("pause", AmfValue.of(true));
        side.command("play2");
        side.peer.send(side.flow, "nonsense", 9);
        origin.settle();

        List<Command> answers = side.peer.commands(side.id);
        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).transactionId()).isEqualTo(9);
    }
}
