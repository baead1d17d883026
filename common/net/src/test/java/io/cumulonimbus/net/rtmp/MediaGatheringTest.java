package io.cumulonimbus.net.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.tcp.DoorOptions;
import io.cumulonimbus.rtmp.chunkstream.ChunkLimits;
import io.cumulonimbus.rtmp.chunkstream.ChunkReader;
import io.cumulonimbus.rtmp.connection.RtmpConfig;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What media that waits for more means for a client; "for ever" is how long it waits here. */
@Timeout(120)
class MediaGatheringTest {
    private static final Duration FOR_EVER = Duration.ofHours(10);

    /** Nothing ends, and nobody is asked whether it is there, while a slow machine stands still. */
    private static final RtmpConfig PATIENT =
            new RtmpConfig(
                    ChunkLimits.DEFAULT,
                    RtmpConfig.DEFAULT.chunkSize(),
                    RtmpConfig.DEFAULT.window(),
                    RtmpConfig.DEFAULT.heldBytes(),
                    FOR_EVER.toNanos(),
                    FOR_EVER.toNanos(),
                    FOR_EVER.toNanos(),
                    FOR_EVER.toNanos());

    private static final int PACKET = 1536;
    private static final int AUDIO = 8;
    private static final int VIDEO = 9;
    private static final int COMMAND = 20;

    private final Loops loops = Loops.startDaemons("gathering", 1);
    private final BoundedHop hop = new BoundedHop(loops.loop(0), 1000);
    private final List<String> read = new ArrayList<>();
    private final ChunkReader reader =
            new ChunkReader(ChunkLimits.DEFAULT, (id, message) -> read.add(text(message)));
    private RtmpGateway gateway;
    private Socket socket;
    private Client client;
    private MessageSink audio;
    private MessageSink video;
    private MessageSink control;

    private static String text(TcMessage message) {
        return message.type() + "@" + message.timestamp();
    }

    @AfterEach
    void end() throws IOException {
        socket.close();
        gateway.stop(Duration.ofSeconds(5)).join();
        loops.close();
    }

    /** A client that shook hands, and what is written to it. */
    private void connect(Duration wait) throws Exception {
        CompletableFuture<Client> arrived = new CompletableFuture<>();
        gateway =
                RtmpGateway.start(
                                loops,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                new RtmpGateway.Setup(
                                        PATIENT,
                                        DoorOptions.PLAIN,
                                        loop ->
                                                newcomer -> {
                                                    arrived.complete(newcomer);
                                                    return new Nobody();
                                                },
                                        new Gatherings(wait),
                                        new SecureRandom()))
                        .join();
        socket = new Socket();
        socket.connect(gateway.addresses().get(0));
        socket.getOutputStream().write(3);
        socket.getOutputStream().write(new byte[PACKET]);
        byte[] answer = new byte[1 + 2 * PACKET];
        new DataInputStream(socket.getInputStream()).readFully(answer);
        socket.getOutputStream().write(answer, 1, PACKET);
        client = arrived.join();
        onLoop(
                () -> {
                    audio = open(1, Priority.AUDIO);
                    video = open(1, Priority.VIDEO);
                    control = open(0, Priority.COMMAND);
                });
    }

    private static final class Nobody implements ClientHandler {
        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            return Optional.empty();
        }

        @Override
        public void onClosed(CloseReason reason) {}
    }

    private MessageSink open(int streamId, Priority priority) {
        return client.openFlow(
                new FlowSpec(FlowMetadata.sequence(streamId).toBytes(), Optional.empty(), priority),
                SinkListener.NONE);
    }

    /** Has it done in a turn of its own. */
    private void onLoop(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        hop.insist(
                () -> {
                    task.run();
                    done.complete(null);
                });
        done.join();
    }

    private void write(MessageSink sink, int type, int time, int length) {
        onLoop(
                () ->
                        sink.write(
                                TcMessage.of(type, time, new byte[length]).message(),
                                Deadline.NONE));
    }

    private void command() {
        onLoop(
                () ->
                        control.write(
                                Command.onStatus(new AmfObject().put("code", "Some.Thing"))
                                        .toMessage(ObjectEncoding.AMF0)
                                        .message(),
                                Deadline.NONE));
    }

    /** Reads until so many messages are there, or all. */
    private List<String> read(int messages) throws Exception {
        InputStream in = socket.getInputStream();
        byte[] bytes = new byte[1000];
        while (read.size() < messages) {
            int length = in.read(bytes);
            if (length < 0) {
                break;
            }
            reader.receive(bytes, 0, length);
        }
        return read;
    }

    @Test
    void mediaWaitsForWhatDoesNotWaitAndGoesOutBehindIt() throws Exception {
        connect(FOR_EVER);
        write(video, VIDEO, 10, 100);
        write(audio, AUDIO, 12, 10);
        write(video, VIDEO, 50, 100);
        command();

        assertThat(read(4)).containsExactly("20@0", "8@12", "9@10", "9@50");
    }

    @Test
    void afterwardsMediaWaitsAgain() throws Exception {
        connect(FOR_EVER);
        write(audio, AUDIO, 10, 10);
        command();
        write(audio, AUDIO, 33, 10);
        command();
        command();

        // Had the second sound not waited, it would not be behind the command.
        assertThat(read(5)).containsExactly("20@0", "8@10", "20@0", "8@33", "20@0");
    }

    @Test
    void enoughMediaDoesNotWait() throws Exception {
        connect(FOR_EVER);
        write(video, VIDEO, 10, 9_000);
        write(video, VIDEO, 50, 9_000);

        assertThat(read(2)).containsExactly("9@10", "9@50");
    }

    @Test
    void nothingIsLostWhenTheConnectionIsClosed() throws Exception {
        connect(FOR_EVER);
        write(video, VIDEO, 10, 100);
        write(audio, AUDIO, 12, 10);
        onLoop(() -> client.close(CloseReason.NEAR_CLOSED));

        assertThat(read(Integer.MAX_VALUE)).containsExactly("8@12", "9@10");
    }

    @Test
    void nothingIsLostWhenTheDoorCloses() throws Exception {
        connect(FOR_EVER);
        write(audio, AUDIO, 12, 10);
        CompletableFuture<Void> stopped = gateway.stop(Duration.ofSeconds(60));

        assertThat(read(Integer.MAX_VALUE)).containsExactly("8@12");
        stopped.join();
    }

    @Test
    void mediaThatNothingFollowsGoesOutWhenItsTimeIsOver() throws Exception {
        connect(Duration.ofMillis(1));
        for (int i = 0; i < 50; i++) {
            write(audio, AUDIO, i, 10);
        }

        assertThat(read(50))
                .containsExactlyElementsOf(IntStream.range(0, 50).mapToObj(i -> "8@" + i).toList());
    }

    @Test
    void mediaOfOneFlowKeepsItsOrderWhateverComesBetween() throws Exception {
        connect(Duration.ofMillis(1));
        for (int i = 0; i < 100; i++) {
            write(audio, AUDIO, i, 10);
            write(video, VIDEO, i, i % 10 == 0 ? 20_000 : 200);
            if (i % 7 == 0) {
                command();
            }
        }

        List<String> all = read(215);
        for (int type : new int[] {AUDIO, VIDEO}) {
            assertThat(all.stream().filter(one -> one.startsWith(type + "@")))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 100).mapToObj(i -> type + "@" + i).toList());
        }
        assertThat(all.stream().filter(one -> one.startsWith(COMMAND + "@"))).hasSize(15);
    }
}
