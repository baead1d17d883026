package io.cumulonimbus.rtmp.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.rtmp.chunkstream.ByteSink;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replies in the order of their requests, each in one piece, and not without bounds. */
class HttpPipelineTest {
    private final List<String> pieces = new ArrayList<>();
    private int room = Integer.MAX_VALUE;
    private int ready;
    private final HttpPipeline pipeline = new HttpPipeline(() -> ready++);
    private final ByteSink sink =
            new ByteSink() {
                @Override
                public int room() {
                    return room;
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    String text = new String(bytes, offset, length);
                    pieces.add(text.substring(text.indexOf("\r\n\r\n") + 4));
                    room -= length;
                }
            };

    private static HttpReply reply(String body) {
        return HttpReply.ok(body.getBytes());
    }

    @Test
    void repliesKeepTheOrderOfRequests() {
        TunnelExchange first = pipeline.begin();
        TunnelExchange second = pipeline.begin();
        TunnelExchange third = pipeline.begin();
        second.reply(reply("2"));
        assertThat(ready).isZero();
        pipeline.flush(sink);
        assertThat(pieces).isEmpty();
        first.reply(reply("1"));
        assertThat(ready).isOne();
        pipeline.flush(sink);
        assertThat(pieces).containsExactly("1", "2");
        third.reply(reply("3"));
        third.reply(reply("again"));
        pipeline.flush(sink);
        assertThat(pieces).containsExactly("1", "2", "3");
    }

    @Test
    void whoeverPipelinesWithoutReadingIsNotReadEither() {
        for (int i = 0; i < 32; i++) {
            assertThat(pipeline.wantsRequests()).isTrue();
            pipeline.begin();
        }
        assertThat(pipeline.wantsRequests()).isFalse();
    }

    @Test
    void repliesThatNobodyTakesAreBoundedInBytes() {
        room = 0;
        pipeline.begin().reply(reply("x".repeat(300_000)));
        assertThat(pipeline.wantsRequests()).isFalse();
        room = 1;
        pipeline.flush(sink);
        assertThat(pieces).hasSize(1);
        assertThat(pipeline.wantsRequests()).isTrue();
    }

    @Test
    void aClosedConnectionTakesNothing() {
        TunnelExchange first = pipeline.begin();
        assertThat(first.isGone()).isFalse();
        pipeline.close();
        assertThat(first.isGone()).isTrue();
        first.reply(reply("late"));
        pipeline.flush(sink);
        assertThat(pieces).isEmpty();
        assertThat(pipeline.wantsRequests()).isFalse();
        assertThat(ready).isZero();
    }

    @Test
    void onlyKnownStatusesAreSaid() {
        assertThatThrownBy(() -> HttpReply.empty(302)).isInstanceOf(IllegalArgumentException.class);
    }
}
