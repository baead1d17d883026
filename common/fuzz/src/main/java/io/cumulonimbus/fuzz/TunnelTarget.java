package io.cumulonimbus.fuzz;

import io.cumulonimbus.rtmp.connection.RtmpConfig;
import io.cumulonimbus.rtmp.connection.RtmpConnection;
import io.cumulonimbus.rtmp.tunnel.HttpReply;
import io.cumulonimbus.rtmp.tunnel.TunnelConfig;
import io.cumulonimbus.rtmp.tunnel.TunnelExchange;
import io.cumulonimbus.rtmp.tunnel.TunnelRequest;
import io.cumulonimbus.rtmp.tunnel.Tunnels;
import io.cumulonimbus.testkit.RecordingHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Requests of RTMPT: paths and bodies in turn; each gets one answer. */
final class TunnelTarget implements Target {
    private static final int PACKET = 1536;
    private static final long MS = 1_000_000;
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("192.0.2.1", 5000);

    /** Stands in paths for the id of the session that is open. */
    private static final String ID = "SESSION";

    @Override
    public String name() {
        return "tunnel";
    }

    @Override
    public int weight() {
        return 20;
    }

    @Override
    public long allocation() {
        return 1 << 20;
    }

    @Override
    public byte[] input(RandomGenerator random) {
        String[] verbs = {"send", "idle", "send", "send", "open", "close", "fcs"};
        List<byte[]> pieces = new ArrayList<>();
        int sequence = 2;
        for (int i = random.nextInt(1, 10); i > 0; i--) {
            String path = "/" + verbs[random.nextInt(verbs.length)] + "/" + ID + "/" + sequence++;
            byte[] line = path.getBytes(StandardCharsets.ISO_8859_1);
            boolean spoils = random.nextInt(3) == 0;
            pieces.add(spoils ? Spoiler.spoil(List.of(line), random) : line);
            byte[] video = new byte[8 + random.nextInt(200)];
            video[0] = 4;
            video[7] = 9;
            pieces.add(random.nextBoolean() ? Spoiler.spoil(List.of(video), random) : video);
        }
        return Spoiler.join(pieces);
    }

    /** One request's way back. */
    private static final class Exchange implements TunnelExchange {
        private final List<HttpReply> replies = new ArrayList<>();

        @Override
        public void reply(HttpReply reply) {
            replies.add(reply);
        }

        @Override
        public boolean isGone() {
            return false;
        }
    }

    @Override
    public void run(byte[] input) {
        List<RecordingHandler> handlers = new ArrayList<>();
        Tunnels tunnels = tunnels(handlers);
        long now = 1_000_000_000L;
        Exchange opened = ask(tunnels, "/open/1", new byte[1], now);
        tunnels.flush(now);
        String id = new String(opened.replies.get(0).body(), StandardCharsets.US_ASCII).trim();
        byte[] hello = new byte[1 + PACKET];
        hello[0] = 3;
        List<Exchange> all = new ArrayList<>();
        all.add(ask(tunnels, "/send/" + id + "/0", hello, now));
        all.add(ask(tunnels, "/send/" + id + "/1", new byte[PACKET], now));
        List<byte[]> pieces = Spoiler.pieces(input);
        for (int i = 0; i + 1 < pieces.size(); i += 2) {
            String path = new String(pieces.get(i), StandardCharsets.ISO_8859_1).replace(ID, id);
            all.add(ask(tunnels, path, pieces.get(i + 1), now));
            tunnels.flush(now += 10 * MS);
        }
        for (int i = 0; i < 100; i++) {
            tunnels.advance(now += 100 * MS);
            tunnels.flush(now);
        }
        for (Exchange exchange : all) {
            Require.that(exchange.replies.size() == 1, "not one reply for a request");
        }
        handlers.forEach(RecordingHandler::verify);
    }

    private static Tunnels tunnels(List<RecordingHandler> handlers) {
        SplittableRandom random = new SplittableRandom(11);
        return new Tunnels(
                TunnelConfig.DEFAULT,
                (protocol, address, pending, now) -> {
                    RecordingHandler handler = new RecordingHandler();
                    handlers.add(handler);
                    return new RtmpConnection(
                            RtmpConfig.DEFAULT,
                            protocol,
                            address,
                            client -> handler,
                            pending,
                            random,
                            now);
                },
                () -> {},
                random);
    }

    private static Exchange ask(Tunnels tunnels, String path, byte[] body, long now) {
        Exchange exchange = new Exchange();
        tunnels.request(new TunnelRequest("POST", path, body, ADDRESS, false), exchange, now);
        return exchange;
    }
}
