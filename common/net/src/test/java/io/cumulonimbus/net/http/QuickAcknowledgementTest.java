package io.cumulonimbus.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who waits for the acknowledgement of a part of a request gets it at once, each time. */
class QuickAcknowledgementTest {
    private static final String HEAD = "POST /send/x/1 HTTP/1.1\r\nContent-Length: 4\r\n\r\n";

    private final RequestDecoder decoder = new RequestDecoder(new HttpDecoderConfig());
    private int acknowledged;
    private final EmbeddedChannel channel =
            new EmbeddedChannel(
                    new QuickAcknowledgement(
                            () -> !decoder.isBetweenRequests(), () -> acknowledged++),
                    decoder);

    @AfterEach
    void nothingIsLeft() {
        channel.finishAndReleaseAll();
    }

    private void read(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    @Test
    void aHeaderWithoutItsBodyIsAcknowledgedAndItsEndIsNot() {
        read(HEAD);
        assertThat(acknowledged).isOne();
        read("body");
        assertThat(acknowledged).isOne();
    }

    @Test
    void eachPartOfARequestIsAcknowledged() {
        read(HEAD.substring(0, 10));
        read(HEAD.substring(10) + "b");
        read("od");
        assertThat(acknowledged).isEqualTo(3);
        read("y");
        assertThat(acknowledged).isEqualTo(3);
    }

    @Test
    void itIsAskedForAgainWithTheNextRequest() {
        read(HEAD);
        read("body");
        read(HEAD);
        read("body");
        assertThat(acknowledged).isEqualTo(2);
    }

    @Test
    void aWholeRequestIsAcknowledgedByItsReply() {
        read(HEAD + "body");
        read(HEAD + "body" + HEAD + "body");
        assertThat(acknowledged).isZero();
    }

    @Test
    void aPartBehindAWholeOneIsAcknowledged() {
        read(HEAD + "body" + HEAD.substring(0, 5));
        assertThat(acknowledged).isOne();
    }
}
