package io.cumulonimbus.rtmp.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.rtmp.connection.RtmpConfig;
import io.cumulonimbus.rtmp.connection.RtmpConnection;
import io.cumulonimbus.testkit.RecordingHandler;
import io.cumulonimbus.testkit.SimClock;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Tunnel sessions with recording handlers behind them, and requests by hand. */
final class TunnelRig {
    static final int PACKET = 1536;
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
}
