package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.flv.FlvReader;
import io.cumulonimbus.flv.FlvTag;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket of a test, which keeps what it hears: texts, how it was closed, and tags of FLV. */
final class WebPeer implements WebSocket.Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final List<FlvTag> tags = new CopyOnWriteArrayList<>();
    private final FlvReader reader = new FlvReader();
    private final StringBuilder begun = new StringBuilder();
    private WebSocket socket;

    private WebPeer() {}

    static WebPeer connect(HttpClient http, String url) {
        WebPeer peer = new WebPeer();
        peer.socket = http.newWebSocketBuilder().buildAsync(URI.create(url), peer).join();
        return peer;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        begun.append(data);
        if (last) {
            texts.add(begun.toString());
            begun.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        try {
            reader.feed(bytes, tags::add);
        } catch (Exception broken) {
            texts.add("no FLV: " + broken);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        texts.add("closed " + code);
        return null;
    }

    /** Says a text, or what is next of one. */
    void say(String text, boolean last) {
        socket.sendText(text, last).join();
    }

    void say(String text) {
        say(text, true);
    }

    void say(byte[] bytes, int from, int length) {
        socket.sendBinary(ByteBuffer.wrap(bytes, from, length), true).join();
    }

    /** All texts that were not taken by {@link #next}. */
    Collection<String> texts() {
        return texts;
    }

    List<FlvTag> tags() {
        return tags;
    }

    /** Takes the next text, once it comes. */
    String next() throws InterruptedException {
        return texts.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits for a text, and takes none. */
    void hears(String text) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(texts).contains(text));
    }
}
