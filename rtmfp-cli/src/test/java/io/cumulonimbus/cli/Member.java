package io.cumulonimbus.cli;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.SharedObjectClient;
import io.cumulonimbus.netclient.SharedObjectListener;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Somebody who takes part in one shared object, and notes what comes. */
final class Member implements SharedObjectListener, AutoCloseable {
    /** Events by their names, calls and refusals. */
    final List<String> heard = new CopyOnWriteArrayList<>();

    private final NetConnectionClient connection;
    SharedObjectClient object;

    Member(NetClient client, String url, int encoding) throws Exception {
        this.connection =
                client.connect(
                                URI.create(url),
                                Stage.trustingAnyone().withObjectEncoding(encoding),
                                ConnectionListener.NONE)
                        .get(60, TimeUnit.SECONDS);
    }

    Member use(String name, boolean persistent) throws Exception {
        object = connection.sharedObject(name, persistent, this).get(60, TimeUnit.SECONDS);
        return this;
    }

    @Override
    public void onSync(List<SharedObjectEvent> events, Map<String, AmfValue> data) {
        for (SharedObjectEvent event : events) {
            switch (event) {
                case SharedObjectEvent.Success e -> heard.add("success " + e.property());
                case SharedObjectEvent.Change e -> heard.add("change " + e.property());
                case SharedObjectEvent.Remove e -> heard.add("remove " + e.property());
                default -> heard.add(event.getClass().getSimpleName());
            }
        }
    }

    @Override
    public void onMessage(String handler, List<AmfValue> arguments) {
        heard.add(handler + " " + arguments.size());
    }

    @Override
    public void onStatus(SharedObjectEvent.Status status) {
        heard.add(status.code());
    }

    void await(String what) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> heard.contains(what));
    }

    /** What it knows, values as texts. */
    Map<String, String> data() throws Exception {
        Map<String, String> texts = new TreeMap<>();
        object.data()
                .get(60, TimeUnit.SECONDS)
                .forEach((name, value) -> texts.put(name, value.asText().orElse("?")));
        return texts;
    }

    /** Waits until it knows this. */
    void awaitData(Map<String, String> wanted) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> data().equals(wanted));
    }

    void set(String property, String value) {
        object.set(property, AmfValue.of(value));
    }

    @Override
    public void close() {
        connection.close().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
