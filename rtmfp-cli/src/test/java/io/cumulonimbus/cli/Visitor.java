package io.cumulonimbus.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetClientException;
import io.cumulonimbus.netclient.NetConnectionClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Somebody who uses an application: calls it, and notes what it calls. Values are JSON. */
final class Visitor implements ConnectionListener, AutoCloseable {
    private static final int PATIENCE_S = 60;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    /** Calls of the server, such as {@code onSay "Ann" "Hello"}. */
    final List<String> heard = new CopyOnWriteArrayList<>();

    final NetConnectionClient connection;

    /**
     * Connects with these arguments.
     *
     * @throws AssertionError when it is rejected, with the server's description
     */
    Visitor(NetClient client, String url, Object... arguments) throws Exception {
        ConnectOptions options =
                ConnectOptions.DEFAULT
                        .withTimeout(Duration.ofSeconds(60))
                        .withArguments(values(arguments));
        connection = answer(client.connect(URI.create(url), options, this));
    }

    private static AmfValue[] values(Object... arguments) {
        return Stream.of(arguments)
                .map(a -> JsonValues.ofArgument(a.toString()))
                .toArray(AmfValue[]::new);
    }

    /** As JSON, members in the order of the alphabet. */
    private static String shown(AmfValue value) {
        try {
            return JSON.writeValueAsString(
                    JSON.treeToValue(JsonValues.toJson(value), Object.class));
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static <T> T answer(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException refused) {
            if (refused.getCause() instanceof NetClientException why && why.status().isPresent()) {
                throw new AssertionError(why.status().get().description(), why);
            }
            throw refused;
        }
    }

    /**
     * What a method answers, as JSON.
     *
     * @throws AssertionError when it fails, with the server's description
     */
    String call(String method, Object... arguments) throws Exception {
        return shown(answer(connection.call(method, values(arguments))));
    }

    /** What the server said of the connection, as JSON. */
    String told(String member) {
        return shown(connection.connected().get(member));
    }

    @Override
    public void onInvoke(String method, List<AmfValue> arguments) {
        heard.add(
                Stream.concat(Stream.of(method), arguments.stream().map(Visitor::shown))
                        .collect(Collectors.joining(" ")));
    }

    /** Waits until the server called that. */
    void await(String call) {
        Awaitility.await(call)
                .atMost(Duration.ofSeconds(PATIENCE_S))
                .until(() -> heard.contains(call));
    }

    @Override
    public void close() {
        connection.close().orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    }
}
