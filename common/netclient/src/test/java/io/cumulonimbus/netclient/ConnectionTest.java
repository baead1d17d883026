package io.cumulonimbus.netclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.UserControl;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.testkit.DirectClients;
import io.cumulonimbus.testkit.RecordingHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {
    private final ManualLoop loop = new ManualLoop();
    private final SmallServer server = new SmallServer();
    private final Heard heard = new Heard();
    private final DirectClients wire =
            new DirectClients(
                    new ClientIdentity(
                            Protocol.RTMFP, new byte[32], "/app", new byte[0], new byte[0]),
                    new InetSocketAddress("127.0.0.1", 1935));
    private Connection connection;
    private NetConnectionClient client;

    /** Writes down what a connection and its streams tell. */
    static final class Heard implements ConnectionListener, StreamListener {
        final List<String> texts = new ArrayList<>();
        final List<String> media = new ArrayList<>();

        @Override
        public void onStatus(Status status) {
            texts.add(status.code());
        }

        @Override
        public void onInvoke(String method, List<AmfValue> arguments) {
            texts.add(method + arguments.size());
        }

        @Override
        public void onClosed(CloseReason reason) {
            texts.add("connection " + reason);
        }

        @Override
        public void onMessage(MediaKind kind, long timestamp, Message payload) {
            media.add(kind + " " + timestamp + " " + payload.length());
        }

        @Override
        public void onLost(long fragments) {
            media.add("lost " + fragments);
        }

        @Override
        public void onClosed() {
            texts.add("stream closed");
        }
    }

    private void settle() {
        while (wire.pump() | loop.run() > 0) {
            // until nothing moves
        }
    }

    private CompletableFuture<Status> connect(ConnectOptions options) {
        connection = new Connection(wire.far(), loop, options, heard);
        wire.handlers(server.accept(wire.near()), connection);
        CompletableFuture<Status> connected =
                connection.connect(new AmfObject().put("objectEncoding", options.objectEncoding()));
        settle();
        return connected;
    }

    private Peers peers() {
        return new Peers(loop, "00", new SplittableRandom(1));
    }

    @BeforeEach
    void connect() {
        Status status = connect(ConnectOptions.DEFAULT).join();
        client = new NetConnectionClient(new CallHop(loop), connection, status, peers());
    }

    private StreamPublisher publish(String name) {
        CompletableFuture<StreamPublisher> publisher =
                client.publish(name, PublishOptions.RELIABLE, heard);
        settle();
        return publisher.join();
    }

    private StreamPlayer play(String name) {
        CompletableFuture<StreamPlayer> player = client.play(name, -2, heard);
        settle();
        return player.join();
    }

    private static NetClientException refusal(CompletableFuture<?> future) {
        try {
            future.get();
        } catch (ExecutionException failed) {
            return (NetClientException) failed.getCause();
        } catch (InterruptedException never) {
            throw new IllegalStateException(never);
        }
        throw new AssertionError("was not refused");
    }

    @Test
    void successIsAnsweredWithWhatTheServerSaid() {
        assertThat(client.connected().code()).isEqualTo("NetConnection.Connect.Success");
        assertThat(server.heard).containsExactly("connect");
    }

    @Test
    void aRefusedConnectCarriesTheReasonAndEnds() {
        ConnectOptions options = ConnectOptions.DEFAULT.withArguments(AmfValue.of("refuse me"));
        NetClientException why = refusal(connect(options));

        assertThat(why.status().orElseThrow().code()).isEqualTo("Connect.Rejected");
        assertThat(connection.closed()).isCompleted();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void aCallIsAnsweredInEitherEncoding(int encoding) {
        CompletableFuture<Status> connected =
                connect(ConnectOptions.DEFAULT.withObjectEncoding(encoding));
        client = new NetConnectionClient(new CallHop(loop), connection, connected.join(), peers());
        CompletableFuture<AmfValue> echo = client.call("echo", new AmfObject().put("a", 1));
        settle();

        assertThat(((AmfObject) echo.join()).get("a").asNumber()).hasValue(1);
    }

    @Test
    void aServerThatKnowsAmf0AloneIsAddressedInAmf0() {
        RecordingHandler far = new RecordingHandler();
        connection = new Connection(wire.far(), loop, ConnectOptions.DEFAULT, heard);
        wire.handlers(far, connection);
        connection.connect(new AmfObject());
        settle();
        Command success =
                Command.of(Command.RESULT, 1, SmallServer.info("status", "Connect.Success"));
        FlowSpec spec =
                new FlowSpec(
                        FlowMetadata.CONTROL.toBytes(),
                        Optional.of(far.flows().get(0).incoming()),
                        Priority.COMMAND);
        wire.near()
                .openFlow(spec, SinkListener.NONE)
                .write(success.toMessage(ObjectEncoding.AMF0).message(), Deadline.NONE);
        settle();
        connection.invoke("hello", List.of(new AmfObject()));
        settle();

        Message last = far.flows().get(0).messages().getLast();
        assertThat(last.byteAt(0)).isEqualTo(MessageType.COMMAND);
    }

    @Test
    void callsAreAnsweredEachWithItsOwn() {
        List<CompletableFuture<AmfValue>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(client.call(i % 3 == 0 ? "silence" : "echo", AmfValue.of(i)));
        }
        settle();

        for (int i = 0; i < 100; i++) {
            assertThat(answers.get(i).isDone()).isEqualTo(i % 3 != 0);
            if (i % 3 != 0) {
                assertThat(answers.get(i).join().asNumber()).hasValue(i);
            }
        }
    }

    @Test
    void aRefusedCallCarriesTheStatus() {
        CompletableFuture<AmfValue> call = client.call("fail");
        settle();

        assertThat(refusal(call).status().orElseThrow().code()).isEqualTo("Call.Failed");
        assertThat(refusal(call)).hasMessageContaining("fail").hasMessageContaining("Because");
    }

    @Test
    void aCallThatIsNotAnsweredFailsInTime() {
        CompletableFuture<AmfValue> first = client.call("silence");
        loop.advance(Duration.ofSeconds(10).toNanos());
        CompletableFuture<AmfValue> second = client.call("silence");
        loop.advance(Duration.ofSeconds(5).toNanos());

        assertThat(refusal(first).status()).isEmpty();
        assertThat(second).isNotDone();
        loop.advance(Duration.ofSeconds(10).toNanos());
        assertThat(second).isCompletedExceptionally();
        assertThat(loop.scheduled()).isZero();
    }

    @Test
    void theServerInvokesMethodsOfOurs() {
        server.sessions.get(0).invoke("greet", AmfValue.of("you"), AmfValue.of(2));
        settle();

        assertThat(heard.texts).containsExactly("greet2");
    }

    @Test
    void whatIsPublishedArrivesAndIsUnpublishedAfterwards() {
        StreamPublisher publisher = publish("cam");
        for (int i = 0; i < 10; i++) {
            assertThat(publisher.write(MediaKind.VIDEO, i * 40, new byte[1000 + i])).isTrue();
            assertThat(publisher.write(MediaKind.AUDIO, i * 40, new byte[100 + i])).isTrue();
        }
        publisher.setDataFrame("onMetaData", new AmfObject().put("width", 640));
        CompletableFuture<Void> closed = publisher.close();
        settle();

        SmallServer.ServerStream stream = server.sessions.get(0).streams.get(1L);
        assertThat(stream.received).hasSize(21).contains("VIDEO 360 1009", "AUDIO 0 100");
        assertThat(closed).isCompleted();
        assertThat(heard.texts)
                .containsExactly(
                        "NetStream.Publish.Start", "NetStream.Unpublish.Success", "stream closed");
        assertThat(server.heard).contains("publish", "closeStream", "deleteStream");
    }

    @Test
    void aStreamIsNotClosedBeforeEverythingArrived() {
        StreamPublisher publisher = publish("cam");
        publisher.write(MediaKind.VIDEO, 0, new byte[50_000]);
        CompletableFuture<Void> half = publisher.whenQueuedAtMost(50_004);
        CompletableFuture<Void> empty = publisher.whenQueuedAtMost(0);
        CompletableFuture<Void> closed = publisher.close();

        assertThat(publisher.queuedBytes()).isEqualTo(50_005);
        assertThat(publisher.write(MediaKind.VIDEO, 1, new byte[1])).isFalse();
        assertThat(server.heard).doesNotContain("closeStream");
        assertThat(List.of(half.isDone(), empty.isDone(), closed.isDone())).containsOnly(false);
        settle();
        assertThat(server.heard).contains("closeStream");
        assertThat(List.of(half.isDone(), empty.isDone(), closed.isDone())).containsOnly(true);
        assertThat(publisher.queuedBytes()).isZero();
    }

    @Test
    void aTakenNameIsRefused() {
        publish("cam");
        CompletableFuture<StreamPublisher> second =
                client.publish("cam", PublishOptions.RELIABLE, heard);
        settle();

        assertThat(refusal(second).status().orElseThrow().code())
                .isEqualTo("NetStream.Publish.BadName");
    }

    @Test
    void aPlayerHearsStatusInOrderAndThenMedia() {
        play("cam");
        StreamPublisher publisher = publish("cam");
        publisher.write(MediaKind.VIDEO, 40, new byte[30_000]);
        publisher.write(MediaKind.AUDIO, 0xffff_ffffL, new byte[3]);
        publisher.send("chat", AmfValue.of("hi"));
        settle();

        assertThat(heard.texts)
                .containsExactly(
                        "NetStream.Play.Reset", "NetStream.Play.Start", "NetStream.Publish.Start");
        assertThat(heard.media).contains("VIDEO 40 30000", "AUDIO 4294967295 3").hasSize(3);
    }

    @Test
    void aPlayerStops() {
        StreamPlayer player = play("cam");
        CompletableFuture<Void> closed = player.close();
        settle();

        assertThat(closed).isCompleted();
        assertThat(heard.texts).endsWith("NetStream.Play.Stop", "stream closed");
    }

    @Test
    void aServerThatDoesNotConfirmTheEndIsNotWaitedForLong() {
        StreamPlayer player = play("cam");
        wire.handlers(new RecordingHandler(), connection);
        server.sessions.get(0).streams.clear();
        CompletableFuture<Void> closed = player.close();
        wire.stall(true);
        settle();
        assertThat(closed).isNotDone();
        loop.advance(Duration.ofSeconds(2).toNanos());

        assertThat(closed).isCompleted();
    }

    private static Message flowSync(int id, long count) {
        return new UserControl.FlowSync(id, count).toMessage().message();
    }

    private static Message video(int timestamp) {
        return TcMessage.of(MessageType.VIDEO, timestamp, new byte[1]).message();
    }

    @Test
    void flowsWaitForEachOtherAtABarrier() {
        play("cam");
        SmallServer.ServerStream stream = server.sessions.get(0).streams.get(1L);
        MessageSink first = stream.openAnother();
        MessageSink second = stream.openAnother();
        first.write(flowSync(7, 2), Deadline.NONE);
        first.write(video(1), Deadline.NONE);
        settle();
        assertThat(heard.media).isEmpty();
        second.write(video(2), Deadline.NONE);
        second.write(flowSync(7, 2), Deadline.NONE);
        second.write(video(3), Deadline.NONE);
        settle();

        assertThat(heard.media).hasSize(3).startsWith("VIDEO 2 1");
    }

    @Test
    void aBarrierThatIsNeverReachedByAllOpensAfterAWhile() {
        play("cam");
        MessageSink sink = server.sessions.get(0).streams.get(1L).openAnother();
        sink.write(flowSync(7, 0xffff_ffffL), Deadline.NONE);
        sink.write(video(1), Deadline.NONE);
        settle();
        assertThat(heard.media).isEmpty();
        loop.advance(Duration.ofSeconds(6).toNanos());
        settle();

        assertThat(heard.media).containsExactly("VIDEO 1 1");
    }

    @Test
    void theEndOfTheServersControlFlowEndsTheConnection() {
        play("cam");
        server.sessions.get(0).endControlFlow();
        settle();

        assertThat(client.closed()).isCompleted();
        assertThat(heard.texts.get(2)).isEqualTo("stream closed");
        assertThat(heard.texts.get(3)).startsWith("connection ");
        assertThat(heard.texts).hasSize(4);
    }

    @Test
    void anExceptionOnOurControlFlowEndsTheConnection() {
        CompletableFuture<AmfValue> call = client.call("silence");
        settle();
        server.sessions.get(0).refuseControlFlow(0);
        settle();

        assertThat(client.closed()).isCompletedWithValue(CloseReason.FAR_CLOSED);
        assertThatThrownBy(call::join).hasMessageContaining("closed");
    }

    @Test
    void closingEndsStreamsAndCallsAndTellsTheServer() {
        StreamPublisher publisher = publish("cam");
        CompletableFuture<AmfValue> call = client.call("silence");
        CompletableFuture<CloseReason> closed = client.close();
        settle();

        assertThat(closed).isCompleted();
        assertThat(call).isCompletedExceptionally();
        assertThat(publisher.isOpen()).isFalse();
        assertThat(server.sessions.get(0).closed).isNotNull();
        assertThat(loop.scheduled()).isZero();
        assertThat(client.call("echo")).isCompletedExceptionally();
    }

    @Test
    void aFlowOfNonsenseIsRefusedAndNothingElseHappens() {
        play("cam");
        MessageSink sink = server.sessions.get(0).streams.get(1L).openAnother();
        sink.write(Message.of(new byte[0]), Deadline.NONE);
        sink.write(Message.of(new byte[] {20, 0}), Deadline.NONE);
        sink.write(Message.of(new byte[] {20, 0, 0, 0, 0, 2, 0, 99}), Deadline.NONE);
        settle();

        assertThat(sink.isOpen()).isFalse();
        assertThat(client.closed()).isNotDone();
    }
}
