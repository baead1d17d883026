package io.cumulonimbus.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.SeededTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests of RTMPT as bytes, spoiled: each is taken or refused, and none costs more than it has.
 */
class RequestReaderTest {
    private static final int BUDGET = 1 << 20;

    /** What became of the requests of one connection. */
    private static final class Outcome implements RequestReader.Listener {
        private final BodyBudget budget;
        private final List<String> all = new ArrayList<>();
        private long taken;
        private int refused;

        private Outcome(BodyBudget budget) {
            this.budget = budget;
        }

        @Override
        public boolean wantsRequests() {
            return true;
        }

        @Override
        public void onRequest(RequestReader.Request request) {
            assertThat(refused).isZero();
            all.add(request.path() + " " + HexFormat.of().formatHex(request.body()));
            taken += request.body().length;
            budget.giveBack(request.body().length);
        }

        @Override
        public void onRefused(int status) {
            assertThat(status).isIn(400, 413, 503);
            all.add("refused by " + status);
            refused++;
        }
    }

    private static byte[] requests(RandomGenerator random) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            byte[] body = new byte[random.nextInt(300)];
            String head =
                    "POST /send/abc/"
                            + i
                            + " HTTP/1.1\r\nContent-Type: application/x-fcs\r\nHost: h\r\n"
                            + (random.nextInt(4) > 0
                                    ? "Content-Length: " + body.length + "\r\n\r\n"
                                    : "Transfer-Encoding: chunked\r\n\r\n"
                                            + Integer.toHexString(body.length)
                                            + "\r\n");
            all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
            all.writeBytes(body);
            if (head.contains("chunked")) {
                all.writeBytes("\r\n0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return all.toByteArray();
    }

    private static HttpDecoderConfig config() {
        return new HttpDecoderConfig().setMaxInitialLineLength(2048).setMaxHeaderSize(2048);
    }

    /** What becomes of these bytes, which come in pieces of that length. */
    private static List<String> read(byte[] bytes, int piece, boolean quickly) {
        BodyBudget budget = new BodyBudget(BUDGET);
        Outcome outcome = new Outcome(budget);
        RequestReader reader = new RequestReader(budget, outcome);
        WholeRequests whole = new WholeRequests(2048);
        RequestDecoder decoder = new RequestDecoder(config());
        ChannelInboundHandlerAdapter parts =
                new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext to, Object part) {
                        if (outcome.refused == 0) {
                            reader.receive(part);
                        }
                        ReferenceCountUtil.release(part);
                    }
                };
        EmbeddedChannel channel = new EmbeddedChannel(decoder, parts);
        for (int at = 0; at < bytes.length; at += piece) {
            ByteBuf in = Unpooled.copiedBuffer(bytes, at, Math.min(piece, bytes.length - at));
            if (quickly && outcome.refused == 0 && decoder.isBetweenRequests()) {
                whole.take(in, reader);
            }
            if (outcome.refused == 0) {
                channel.writeInbound(in);
            } else {
                in.release();
            }
        }
        channel.finishAndReleaseAll();
        assertThat(outcome.taken).isLessThanOrEqualTo(bytes.length);
        assertThat(outcome.refused).isLessThanOrEqualTo(1);
        reader.drop();
        assertThat(budget.take(BUDGET)).as("all of the budget came back").isTrue();
        return outcome.all;
    }

    @SeededTest(seeds = 200)
    void spoiledRequestsAreTakenOrRefusedAndTheQuickWayMakesNoDifference(RandomGenerator random) {
        Mutator mutator = new Mutator(random);
        for (int i = 0; i < 50; i++) {
            byte[] bytes = requests(random);
            byte[] spoiled = random.nextInt(5) == 0 ? bytes : mutator.mutate(bytes);
            int piece = random.nextInt(1, Math.max(2, 2 * spoiled.length));
            assertThat(read(spoiled, piece, true))
                    .as(new String(spoiled, StandardCharsets.ISO_8859_1))
                    .isEqualTo(read(spoiled, piece, false));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /a HTTP/1.1\r\nContent-Length: 1\r\n\r\nx",
                "POST /a HTTP/1.1\r\ncontent-length:1\r\nX:\r\n\r\nx",
                "POST /a HTTP/1.1\r\nContent-Length: 1 \r\n\r\nx",
                "POST /a HTTP/1.1\r\nContent-Length: +1\r\n\r\nx",
                "POST /a HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
                "POST /a HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy",
                "POST /a HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx",
                "POST /a HTTP/1.1\r\nContent-Length : 1\r\n\r\nx",
                "POST /a HTTP/1.1\r\nA: b\r\n Content-Length: 9\r\nContent-Length: 1\r\n\r\nx",
                "POST /a HTTP/1.1\nContent-Length: 1\n\nx",
                "POST /a HTTP/1.1\r\n\r\n",
                "POST  /a HTTP/1.1\r\nContent-Length: 1\r\n\r\nx",
                "POST /a HTTP/1.0\r\nContent-Length: 1\r\n\r\nx",
                "\r\nPOST /a HTTP/1.1\r\nContent-Length: 1\r\n\r\nx",
                "GET /a HTTP/1.1\r\nContent-Length: 1\r\n\r\nx",
                "POST /a HTTP/1.1\r\nContent-Length: 100000\r\n\r\nx",
                "POST /a HTTP/1.1\r\nContent-Length: 1\r\nX-Forwarded-For: 1.2.3.4\r\n\r\nx",
            })
    void theQuickWayReadsEachFormAsTheOtherDoes(String form) {
        byte[] bytes = (form + form + form).getBytes(StandardCharsets.ISO_8859_1);
        for (int piece = 1; piece <= bytes.length; piece++) {
            assertThat(read(bytes, piece, true)).isEqualTo(read(bytes, piece, false));
        }
    }

    @Test
    void plainRequestsInOnePieceNeedNoDecoder() {
        byte[] both =
                ("POST /send/abc/1 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab"
                                + "POST /idle/abc/2 HTTP/1.1\r\nContent-length: 1\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
        BodyBudget budget = new BodyBudget(BUDGET);
        Outcome outcome = new Outcome(budget);
        ByteBuf in = Unpooled.wrappedBuffer(both);
        new WholeRequests(2048).take(in, new RequestReader(budget, outcome));

        assertThat(outcome.all).containsExactly("/send/abc/1 6162");
        assertThat(in.toString(StandardCharsets.ISO_8859_1)).startsWith("POST /idle/abc/2 ");
    }
}
