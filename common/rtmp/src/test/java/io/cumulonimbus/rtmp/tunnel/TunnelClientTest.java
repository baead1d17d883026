package io.cumulonimbus.rtmp.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.connection.RtmpClientConnection;
import io.cumulonimbus.rtmp.connection.RtmpConfig;
import io.cumulonimbus.rtmp.connection.RtmpPeer;
import io.cumulonimbus.rtmp.handshake.DigestScheme;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.testkit.RecordingHandler;
import io.cumulonimbus.testkit.SeededTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client's end of a tunnel against the server's. */
class TunnelClientTest {
    private final TunnelRig rig = new TunnelRig(TunnelConfig.DEFAULT);
    private final RecordingHandler handler = new RecordingHandler();
    private final RtmpClientConnection connection =
            new RtmpClientConnection(
                    RtmpConfig.DEFAULT,
                    Protocol.RTMPT,
                    TunnelRig.ADDRESS,
                    Optional.of(DigestScheme.SCHEME_1),
                    server -> handler,
                    () -> {},
                    new SplittableRandom(3),
                    rig.clock.nowNs());
    private final TunnelClient client = new TunnelClient(connection);
    private final List<String> paths = new ArrayList<>();
    private TunnelRig.Exchange waiting;

    @AfterEach
    void rulesOfTheSeamWereKept() {
        handler.verify();
        rig.handlers.forEach(RecordingHandler::verify);
    }

    private void run(int millis) {
        for (int i = 0; i < millis; i++) {
            client.advance(rig.clock.nowNs());
            exchange();
            rig.pass(1);
        }
    }

    private void exchange() {
        for (int i = 0; i < 100; i++) {
            if (waiting != null && waiting.isAnswered()) {
                client.reply(waiting.status(), waiting.body(), rig.clock.nowNs());
                waiting = null;
            }
            if (waiting == null) {
                Optional<TunnelClient.Call> call = client.next(rig.clock.nowNs());
                if (call.isEmpty()) {
                    return;
                }
                paths.add(call.get().path());
                waiting = rig.post(call.get().path(), call.get().body());
                rig.turn();
            }
        }
    }

    private static FlowSpec video() {
        return new FlowSpec(FlowMetadata.sequence(1).toBytes(), Optional.empty(), Priority.VIDEO);
    }

    @Test
    void handshakesThenPolls() {
        run(100);
        assertThat(rig.connections).hasSize(1);
        assertThat(rig.connections.get(0).handshake().scheme()).contains(DigestScheme.SCHEME_1);
        assertThat(connection.handshake().scheme()).contains(DigestScheme.SCHEME_1);
        assertThat(paths.get(0)).isEqualTo("/open/1");
        assertThat(paths.get(1)).startsWith("/send/").endsWith("/0");
        assertThat(paths.get(2)).startsWith("/send/").endsWith("/1");
        assertThat(paths.getLast()).startsWith("/idle/");
        int before = paths.size();
        run(10_000);
        assertThat(paths.size() - before).as("polls in 10 s").isBetween(5, 40);
    }

    @SeededTest(seeds = 10)
    void messagesPassBothWays(RandomGenerator random) {
        run(10);
        passes(connection, rig.handlers.get(0), random);
        passes(rig.connections.get(0), handler, random);
    }

    private void passes(RtmpPeer from, RecordingHandler to, RandomGenerator random) {
        MessageSink sink = from.openFlow(video(), SinkListener.NONE);
        List<Message> written = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            byte[] payload = new byte[random.nextInt(i == 7 ? 900_000 : 3000)];
            random.nextBytes(payload);
            Message message = TcMessage.of(9, i * 40, payload).message();
            written.add(message);
            sink.write(message, Deadline.NONE);
            run(random.nextInt(40));
        }
        run(1500);
        assertThat(to.flows()).hasSize(1);
        assertThat(to.flows().get(0).messages()).isEqualTo(written);
        assertThat(sink.queuedBytes()).isZero();
    }

    @Test
    void dataDoesNotWaitForThePollThatTheServerKeeps() {
        run(1_000);
        TunnelClient.Call poll = nextAfterWaiting();
        assertThat(poll.path()).startsWith("/idle/");
        TunnelRig.Exchange kept = rig.post(poll.path(), poll.body());
        rig.turn();
        assertThat(kept.isAnswered()).isFalse();

        connection
                .openFlow(video(), SinkListener.NONE)
                .write(TcMessage.of(9, 0, new byte[100]).message(), Deadline.NONE);
        TunnelClient.Call data = client.next(rig.clock.nowNs()).orElseThrow();
        assertThat(data.path()).startsWith("/send/");
        assertThat(client.next(rig.clock.nowNs())).isEmpty();
        TunnelRig.Exchange sent = rig.post(data.path(), data.body());
        rig.turn();
        client.reply(kept.status(), kept.body(), rig.clock.nowNs());
        client.reply(sent.status(), sent.body(), rig.clock.nowNs());
        assertThat(rig.handlers.get(0).flows().get(0).messages()).hasSize(1);
    }

    /** Whatever is under way is answered first. */
    private TunnelClient.Call nextAfterWaiting() {
        for (int i = 0; i < 2_000; i++) {
            if (waiting != null && waiting.isAnswered()) {
                client.reply(waiting.status(), waiting.body(), rig.clock.nowNs());
                waiting = null;
            }
            rig.pass(1);
            client.advance(rig.clock.nowNs());
            Optional<TunnelClient.Call> call = client.next(rig.clock.nowNs());
            if (call.isPresent()) {
                return call.get();
            }
        }
        throw new AssertionError("there is no next request");
    }

    @Test
    void theClientsCloseEndsBoth() {
        run(10);
        connection.close(CloseReason.NEAR_CLOSED);
        run(600);
        assertThat(rig.handlers.get(0).closed()).contains(CloseReason.FAR_CLOSED);
        assertThat(handler.closed()).contains(CloseReason.NEAR_CLOSED);
        assertThat(paths.getLast()).startsWith("/close/");
        assertThat(client.isClosed()).isTrue();
        assertThat(client.next(rig.clock.nowNs())).isEmpty();
    }

    @Test
    void theServersCloseEndsBoth() {
        run(10);
        rig.connections.get(0).close(CloseReason.STOPPING);
        rig.turn();
        run(600);
        assertThat(rig.handlers.get(0).closed()).contains(CloseReason.STOPPING);
        assertThat(handler.closed()).contains(CloseReason.FAR_CLOSED);
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void aLostHttpConnectionEndsTheClient() {
        run(10);
        client.fail(rig.clock.nowNs());
        assertThat(handler.closed()).contains(CloseReason.FAR_CLOSED);
        assertThat(client.next(rig.clock.nowNs())).isEmpty();
    }
}
