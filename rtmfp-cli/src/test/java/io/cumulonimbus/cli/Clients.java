package io.cumulonimbus.cli;

import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The clients of a test, each with a peer id of its own, until its end. */
final class Clients implements AutoCloseable {
    private static final long PATIENCE_S = 90;

    private final List<NetClient> all = new ArrayList<>();

    /** Another one, which trusts every certificate. */
    NetConnectionClient connect(String url) throws Exception {
        return connect(url, ConnectionListener.NONE);
    }

    /** The same, of whom somebody hears. */
    NetConnectionClient connect(String url, ConnectionListener listener) throws Exception {
        NetClient client = NetClient.start();
        all.add(client);
        return connect(client, url, listener);
    }

    /** One that may share its peer id with others. */
    static NetConnectionClient connect(NetClient client, String url) throws Exception {
        return connect(client, url, ConnectionListener.NONE);
    }

    private static NetConnectionClient connect(
            NetClient client, String url, ConnectionListener listener) throws Exception {
        return attempt(client, url, listener).get(PATIENCE_S, TimeUnit.SECONDS);
    }

    /** What may be refused. */
    static CompletableFuture<NetConnectionClient> attempt(NetClient client, String url)
            throws IOException {
        return attempt(client, url, ConnectionListener.NONE);
    }

    private static CompletableFuture<NetConnectionClient> attempt(
            NetClient client, String url, ConnectionListener listener) throws IOException {
        return client.connect(URI.create(url), Stage.trustingAnyone(), listener);
    }

    /** What became of an attempt: nothing, or why not. */
    static String refusal(CompletableFuture<?> attempt) throws Exception {
        return attempt.handle((done, failure) -> failure == null ? "" : failure.toString())
                .get(PATIENCE_S, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        all.forEach(NetClient::close);
    }
}
