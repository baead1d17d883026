package io.cumulonimbus.netclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.testkit.DirectClients;
import io.cumulonimbus.testkit.Mutator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two peers and the session between them, in memory. */
class DirectStreamsTest {
    private static final byte[] KEY_FRAME = {0x12, 1, 2};
    private static final byte[] FRAME = {0x22, 3, 4};
    private static final byte[] SOUND = {0x2f, 5};

    private final ManualLoop loop = new ManualLoop();
    private final Peers publishing = new Peers(loop, "a".repeat(64), new SplittableRandom(1));
    private final Peers playing = new Peers(loop, "b".repeat(64), new SplittableRandom(2));
    private final CallHop hop = new CallHop(loop);
    private final List<String> heard = new ArrayList<>();
    private DirectClients session;
    private PeerLink player;

    private final class Listener implements StreamListener {
        @Override
        public void onStatus(Status status) {
            heard.add(status.code());
        }

        @Override
        public void onMessage(MediaKind kind, long timestamp, Message payload) {
            heard.add(kind + " " + timestamp + " " + HexFormat.of().formatHex(payload.toBytes()));
        }

        @Override
        public void onClosed() {
            heard.add("closed");
        }
    }

    @Test
    void whatIsPublishedArrives() {
        DirectPublisher publisher = publish("film");
        CompletableFuture<DirectPlay> started = play("film");
        assertThat(started).isCompleted();
        publisher.write(MediaKind.VIDEO, 1000, KEY_FRAME);
        publisher.write(MediaKind.AUDIO, 1010, SOUND);
        publisher.write(MediaKind.VIDEO, 1040, FRAME);
        settle();
        assertThat(heard.subList(0, 2))
                .containsExactly("NetStream.Play.Reset", "NetStream.Play.Start");
        assertThat(heard.subList(2, heard.size()))
                .containsExactlyInAnyOrder("VIDEO 0 120102", "AUDIO 10 2f05", "VIDEO 40 220304");
        assertThat(publisher.players()).isEqualTo(1);
        assertThat(publisher.whenPlayed()).isCompleted();
    }

    @Test
    void whoComesLateStartsAtAKeyFrameWithTheMetadata() {
        DirectPublisher publisher = publish("film");
        publisher.setDataFrame("onMetaData", AmfValue.of(25));
        publisher.write(MediaKind.VIDEO, 0, KEY_FRAME);
        play("film");
        publisher.write(MediaKind.VIDEO, 40, FRAME);
        publisher.write(MediaKind.VIDEO, 80, KEY_FRAME);
        settle();
        assertThat(heard).anyMatch(line -> line.startsWith("DATA 0 02000a6f6e4d6574614461746100"));
        assertThat(heard).filteredOn(line -> line.startsWith("VIDEO")).hasSize(1);
    }

    @Test
    void theEndIsToldBehindTheLastFrame() {
        DirectPublisher publisher = publish("film");
        play("film");
        publisher.write(MediaKind.VIDEO, 0, KEY_FRAME);
        CompletableFuture<Void> closed = publisher.close();
        settle();
        assertThat(heard).endsWith("VIDEO 0 120102", "NetStream.Play.UnpublishNotify", "closed");
        assertThat(closed).isCompleted();
        assertThat(publisher.write(MediaKind.VIDEO, 0, KEY_FRAME)).isFalse();
    }

    @Test
    void aPublisherDoesNotWaitForeverForAPeerThatTakesNothing() {
        DirectPublisher publisher = publish("film");
        play("film");
        session.stall(true);
        publisher.write(MediaKind.VIDEO, 0, KEY_FRAME);
        CompletableFuture<Void> closed = publisher.close();
        settle();
        assertThat(closed).isNotDone();
        loop.advance(6_000_000_000L);
        assertThat(closed).isCompleted();
    }

    @Test
    void aPeerThatTakesNothingCostsBoundedMemory() {
        DirectPublisher publisher = publish("film");
        play("film");
        session.stall(true);
        for (int i = 0; i < 1000; i++) {
            byte[] frame = new byte[20_000];
            frame[0] = 0x12;
            publisher.write(MediaKind.VIDEO, i, frame);
            settle();
        }
        assertThat(publisher.queuedBytes()).isBetween(1L << 20, 3L << 20);
    }

    @Test
    void whatIsNotPublishedIsRefused() {
        publish("film");
        CompletableFuture<DirectPlay> started = play("another");
        assertThat(started).isCompletedExceptionally();
        assertThat(heard).containsExactly("NetStream.Play.StreamNotFound", "closed");
    }

    @Test
    void whoStopsPlayingIsForgotten() {
        DirectPublisher publisher = publish("film");
        DirectPlay play = play("film").join();
        play.close();
        settle();
        assertThat(publisher.players()).isZero();
        assertThat(heard).endsWith("closed");
    }

    @Test
    void theEndOfTheSessionIsTheEndOfItsStreams() {
        DirectPublisher publisher = publish("film");
        play("film");
        session.die();
        settle();
        assertThat(publisher.players()).isZero();
        assertThat(heard).endsWith("closed");
        assertThat(player.isOpen()).isFalse();
    }

    @Test
    void theEndOfTheConnectionEndsWhatCameOfIt() {
        DirectPublisher publisher = publish("film");
        play("film");
        publishing.close();
        settle();
        assertThat(publisher.write(MediaKind.VIDEO, 0, KEY_FRAME)).isFalse();
        assertThat(player.isOpen()).isFalse();
    }

    @Test
    void soundAndPicturesCanBeTurnedOff() {
        DirectPublisher publisher = publish("film");
        DirectPlayer play = new DirectPlayer(hop, play("film").join());
        play.receiveAudio(false);
        settle();
        heard.clear();
        publisher.write(MediaKind.AUDIO, 0, SOUND);
        publisher.write(MediaKind.VIDEO, 0, KEY_FRAME);
        settle();
        assertThat(heard).containsExactly("VIDEO 0 120102");
    }

    @Test
    void whoHasNothingToOfferSendsPeersAway() {
        connect();
        settle();
        assertThat(player.isOpen()).isFalse();
    }

    @Test
    void aPeerHasNoMoreThanSomeFlows() {
        publish("film");
        connect();
        List<Long> refused = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            MessageSink flow = open(FlowMetadata.sequence(i).toBytes(), refused);
            write(flow, Command.of("play", 0, AmfValue.of("film")));
        }
        settle();
        assertThat(refused).hasSize(36);
    }

    @Test
    void flowsOfAnotherKindAreRefused() {
        publish("film");
        connect();
        List<Long> refused = new ArrayList<>();
        for (String metadata : List.of("", "544304", "54430400", "4743", "475201")) {
            MessageSink flow = open(HexFormat.of().parseHex(metadata), refused);
            write(flow, Command.of("play", 0, AmfValue.of("film")));
        }
        settle();
        assertThat(refused).hasSize(5);
    }

    @Test
    void garbageDoesNoHarm() {
        DirectPublisher publisher = publish("film");
        connect();
        byte[] play =
                Command.of("play", 0, AmfValue.of("film"))
                        .toMessage(ObjectEncoding.AMF0)
                        .message()
                        .toBytes();
        Mutator mutator = new Mutator(new SplittableRandom(3));
        for (int i = 0; i < 2000; i++) {
            MessageSink flow = open(FlowMetadata.sequence(1).toBytes(), new ArrayList<>());
            flow.write(Message.of(mutator.mutate(play)), Deadline.NONE);
            publisher.write(MediaKind.VIDEO, i, KEY_FRAME);
            settle();
            flow.close();
            settle();
        }
        assertThat(publisher.players()).isZero();
        assertThat(player.isOpen()).isTrue();
    }

    private DirectPublisher publish(String name) {
        return new DirectPublisher(hop, publishing.publish(name).join());
    }

    private CompletableFuture<DirectPlay> play(String name) {
        if (session == null) {
            connect();
        }
        CompletableFuture<DirectPlay> started = player.play(name, new Listener());
        settle();
        return started;
    }

    private void connect() {
        ClientIdentity identity =
                new ClientIdentity(Protocol.RTMFP, new byte[32], "", new byte[0], new byte[0]);
        session =
                new DirectClients(
                        identity, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        player = new PeerLink(playing, session.far());
        ClientHandler publisher = publishing.accept(session.near());
        session.handlers(publisher, player);
        settle();
    }

    private MessageSink open(byte[] metadata, List<Long> refused) {
        return session.far()
                .openFlow(
                        new FlowSpec(metadata, Optional.empty(), Priority.COMMAND),
                        new SinkListener() {
                            @Override
                            public void onException(long code) {
                                refused.add(code);
                            }
                        });
    }

    private static void write(MessageSink flow, Command command) {
        flow.write(command.toMessage(ObjectEncoding.AMF0).message(), Deadline.NONE);
    }

    private void settle() {
        while (loop.run() > 0 || session != null && session.pump()) {
            continue;
        }
    }
}
