package io.cumulonimbus.rtmp.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.connection.RtmpConfig;
import io.cumulonimbus.rtmp.connection.RtmpConnection;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.testkit.RecordingHandler;
import io.cumulonimbus.testkit.SimClock;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Tunnel sessions with recording handlers behind them, and requests by hand. */
final class TunnelRig {
    static final int PACKET = 1536;
    static final int HANDSHAKE = 1 + 2 * PACKET;
    static final InetSocketAddress ADDRESS = new InetSocketAddress("192.0.2.3", 40_000);

    /** A request's way back. */
    static final class Exchange implements TunnelExchange {
        private final List<HttpReply> replies = new ArrayList<>();
        boolean gone;

        @Override
        public void reply(HttpReply reply) {
            assertThat(replies).as("one reply for each request").isEmpty();
            replies.add(reply);
        }

        @Override
        public boolean isGone() {
            return gone;
        }

        boolean isAnswered() {
            return !replies.isEmpty();
        }

        HttpReply reply() {
            assertThat(replies).as("an answer").hasSize(1);
            return replies.get(0);
        }

        int status() {
            return reply().status();
        }

        byte[] body() {
            return reply().body();
        }

        /** The whole reply as text, one character for each byte. */
        String text() {
            return new String(reply().bytes(), StandardCharsets.ISO_8859_1);
        }

        int interval() {
            return body()[0];
        }

        byte[] data() {
            return Arrays.copyOfRange(body(), 1, body().length);
        }
    }

    final SimClock clock = new SimClock();
    final List<RecordingHandler> handlers = new ArrayList<>();
    final List<RtmpConnection> connections = new ArrayList<>();
    final Tunnels tunnels;
    int wakes;

    TunnelRig(TunnelConfig config) {
        SplittableRandom random = new SplittableRandom(11);
        tunnels =
                new Tunnels(
                        config,
                        (protocol, address, outputPending, nowNs) -> {
                            RecordingHandler handler = new RecordingHandler();
                            handlers.add(handler);
                            RtmpConnection made =
                                    new RtmpConnection(
                                            RtmpConfig.DEFAULT,
                                            protocol,
                                            address,
                                            client -> handler,
                                            outputPending,
                                            random,
                                            nowNs);
                            connections.add(made);
                            return made;
                        },
                        () -> wakes++,
                        random);
    }

    Exchange request(String method, String path, byte[] body) {
        Exchange exchange = new Exchange();
        tunnels.request(
                new TunnelRequest(method, path, body, ADDRESS, false), exchange, clock.nowNs());
        return exchange;
    }

    Exchange post(String path, byte... body) {
        return request("POST", path, body);
    }

    /** Opens a session; answers its id. */
    String open() {
        return new String(post("/open/1", (byte) 0).body(), StandardCharsets.US_ASCII).trim();
    }

    Exchange send(String id, long sequence, byte... body) {
        return post("/send/" + id + "/" + sequence, body);
    }

    Exchange idle(String id, long sequence) {
        return post("/idle/" + id + "/" + sequence, (byte) 0);
    }

    /** A session whose handshake is done; the next number is 2. */
    String shaken() {
        String id = open();
        send(id, 0, c0c1());
        send(id, 1, new byte[PACKET]);
        return id;
    }

    static byte[] c0c1() {
        byte[] bytes = new byte[1 + PACKET];
        bytes[0] = 3;
        return bytes;
    }

    /** The end of a loop turn. */
    void turn() {
        while (wakes > 0) {
            wakes = 0;
            tunnels.flush(clock.nowNs());
        }
    }

    long pass(long millis) {
        clock.advanceMs(millis);
        long due = tunnels.advance(clock.nowNs());
        turn();
        return due;
    }

    /** What the handlers of all clients heard was in order. */
    void verify() {
        handlers.forEach(RecordingHandler::verify);
    }

    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\n"
                + "Cache-Control: no-cache\r\n"
                + "Connection: Keep-Alive\r\n"
                + "Content-Length: "
                + body.length()
                + "\r\n"
                + "Content-Type: application/x-fcs\r\n"
                + "\r\n"
                + body;
    }

    static String error(String status) {
        return ok("").replace("200 OK", status);
    }

    MessageSink video(int session) {
        FlowSpec spec =
                new FlowSpec(FlowMetadata.sequence(1).toBytes(), Optional.empty(), Priority.VIDEO);
        return connections.get(session).openFlow(spec, SinkListener.NONE);
    }

    static void write(MessageSink sink, int length) {
        sink.write(TcMessage.of(9, 0, new byte[length]).message(), Deadline.NONE);
    }

    static byte[] videoMessage(int length) {
        byte[] chunk = new byte[12 + length];
        chunk[0] = 4;
        chunk[6] = (byte) length;
        chunk[7] = 9;
        chunk[8] = 1;
        return chunk;
    }

    int received(int session) {
        return handlers.get(session).flows().stream().mapToInt(f -> f.messages().size()).sum();
    }
}
