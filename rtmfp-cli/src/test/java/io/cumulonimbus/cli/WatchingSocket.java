package io.cumulonimbus.cli;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Watches a stream over WebSocket, until it has had as much as was wanted. */
final class WatchingSocket implements WebSocket.Listener {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> enough = new CompletableFuture<>();
    private final int wanted;

    private WatchingSocket(int wanted) {
        this.wanted = wanted;
    }

    /** The first bytes of a stream; fails as the handshake does. */
    static byte[] watch(HttpClient client, String url, int wanted) throws Exception {
        WatchingSocket listener = new WatchingSocket(wanted);
        WebSocket socket =
                client.newWebSocketBuilder()
                        .buildAsync(URI.create(url), listener)
                        .get(60, TimeUnit.SECONDS);
        byte[] all = listener.enough.get(60, TimeUnit.SECONDS);
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(60, TimeUnit.SECONDS);
        return all;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        bytes.writeBytes(part);
        if (bytes.size() >= wanted) {
            enough.complete(bytes.toByteArray());
        }
        from.request(1);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        enough.completeExceptionally(failure);
    }
}
