package io.cumulonimbus.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.SeededTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * Requests of RTMPT as bytes, spoiled: each is taken or refused, and none costs more than it has.
 */
class RequestReaderTest {
    private static final int BUDGET = 1 << 20;

    /** What became of the requests of one connection. */
    private static final class Outcome implements RequestReader.Listener {
        private final BodyBudget budget;
        private long taken;
        private int refused;

        private Outcome(BodyBudget budget) {
            this.budget = budget;
        }

        @Override
        public void onRequest(RequestReader.Request request) {
            assertThat(refused).isZero();
            taken += request.body().length;
            budget.giveBack(request.body().length);
        }

        @Override
        public void onRefused(int status) {
            assertThat(status).isIn(400, 413, 503);
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

    @SeededTest(seeds = 100)
    void spoiledRequestsAreTakenOrRefused(RandomGenerator random) {
        Mutator mutator = new Mutator(random);
        for (int i = 0; i < 50; i++) {
            byte[] bytes = requests(random);
            byte[] spoiled = random.nextInt(5) == 0 ? bytes : mutator.mutate(bytes);
            BodyBudget budget = new BodyBudget(BUDGET);
            Outcome outcome = new Outcome(budget);
            RequestReader reader = new RequestReader(budget, outcome);
            EmbeddedChannel channel =
                    new EmbeddedChannel(
                            new HttpRequestDecoder(
                                    new HttpDecoderConfig()
                                            .setMaxInitialLineLength(2048)
                                            .setMaxHeaderSize(2048)),
                            new ChannelInboundHandlerAdapter() {
                                @Override
                                public void channelRead(ChannelHandlerContext to, Object part) {
                                    if (outcome.refused == 0) {
                                        reader.receive(part);
                                    }
                                    ReferenceCountUtil.release(part);
                                }
                            });
            int half = spoiled.length / 2;
            channel.writeInbound(Unpooled.copiedBuffer(spoiled, 0, half));
            channel.writeInbound(Unpooled.copiedBuffer(spoiled, half, spoiled.length - half));
            channel.finishAndReleaseAll();
            assertThat(outcome.taken).isLessThanOrEqualTo(spoiled.length);
            assertThat(outcome.refused).isLessThanOrEqualTo(1);
            reader.drop();
            assertThat(budget.take(BUDGET)).as("all of the budget came back").isTrue();
        }
    }
}
