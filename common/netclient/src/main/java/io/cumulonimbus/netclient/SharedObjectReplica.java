package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import io.cumulonimbus.rtmp.message.SharedObjectMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The loop's side of a shared object: our copy of its properties. Owned by the loop. */
final class SharedObjectReplica {
    private final Connection connection;
    private final Key key;
    private final SharedObjectListener listener;
    private final CompletableFuture<SharedObjectReplica> used = new CompletableFuture<>();
    private final Map<String, AmfValue> data = new LinkedHashMap<>();
    private final Map<String, ArrayDeque<AmfValue>> asked = new HashMap<>();
    private long version;

    /** What tells objects of one connection from each other. */
    record Key(String name, boolean persistent) {}

    SharedObjectReplica(Connection connection, Key key, SharedObjectListener listener) {
        this.connection = connection;
        this.key = key;
        this.listener = listener;
    }

    CompletableFuture<SharedObjectReplica> use() {
        say(new SharedObjectEvent.Use());
        return used;
    }

    /** Takes effect here at once, and everywhere else when the server agrees. */
    void set(String property, AmfValue value) {
        data.put(property, value);
        asked.computeIfAbsent(property, p -> new ArrayDeque<>()).add(value);
        say(new SharedObjectEvent.RequestChange(property, value));
    }

    void remove(String property) {
        data.remove(property);
        say(new SharedObjectEvent.RequestRemove(property));
    }

    void send(String handler, List<AmfValue> arguments) {
        say(new SharedObjectEvent.Send(handler, arguments));
    }

    void release() {
        connection.forget(key);
        say(new SharedObjectEvent.Release());
    }

    private void say(SharedObjectEvent event) {
        connection.writeControl(
                new SharedObjectMessage(key.name, version, key.persistent, List.of(event))
                        .toMessage(connection.encoding()));
    }

    Map<String, AmfValue> data() {
        return new LinkedHashMap<>(data);
    }

    void receive(SharedObjectMessage message) {
        version = message.version();
        List<SharedObjectEvent> changes = new ArrayList<>();
        boolean refused = false;
        for (SharedObjectEvent event : message.events()) {
            if (refused) {
                answered(event); // what there was before we asked
            }
            refused = event instanceof SharedObjectEvent.Status;
            switch (event) {
                case SharedObjectEvent.Status status -> refused(status);
                case SharedObjectEvent.Send call ->
                        listener.onMessage(call.handler(), call.arguments());
                default -> {
                    apply(event);
                    changes.add(event);
                }
            }
        }
        if (!changes.isEmpty()) {
            listener.onSync(changes, data());
        }
        if (changes.stream().anyMatch(SharedObjectEvent.UseSuccess.class::isInstance)) {
            used.complete(this);
        }
    }

    private void apply(SharedObjectEvent event) {
        switch (event) {
            case SharedObjectEvent.Clear e -> data.clear();
            case SharedObjectEvent.Change e -> data.put(e.property(), e.value());
            case SharedObjectEvent.Remove e -> data.remove(e.property());
            case SharedObjectEvent.Success e ->
                    answered(e).ifPresent(value -> data.put(e.property(), value));
            default -> {}
        }
    }

    /** The oldest of our requests for that property is done; answers its value. */
    private Optional<AmfValue> answered(SharedObjectEvent event) {
        String property =
                switch (event) {
                    case SharedObjectEvent.Success e -> e.property();
                    case SharedObjectEvent.Change e -> e.property();
                    case SharedObjectEvent.Remove e -> e.property();
                    default -> "";
                };
        ArrayDeque<AmfValue> values = asked.getOrDefault(property, new ArrayDeque<>());
        Optional<AmfValue> oldest = Optional.ofNullable(values.poll());
        if (values.isEmpty()) {
            asked.remove(property);
        }
        return oldest;
    }

    private void refused(SharedObjectEvent.Status status) {
        listener.onStatus(status);
        if (status.level().equals("error")) {
            used.completeExceptionally(new NetClientException(status.code()));
        }
    }

    /** The connection is over. */
    void close() {
        used.completeExceptionally(new NetClientException("The connection is closed"));
    }
}
