package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfValue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A shared object that we take part in. Any thread. */
public final class SharedObjectClient {
    private final CallHop hop;
    private final SharedObjectReplica replica;

    SharedObjectClient(CallHop hop, SharedObjectReplica replica) {
        this.hop = hop;
        this.replica = replica;
    }

    /** Asks for a property to have a value, which is not to be changed afterwards. */
    public void set(String property, AmfValue value) {
        hop.run(() -> replica.set(property, value));
    }

    /** Asks for a property to go. */
    public void remove(String property) {
        hop.run(() -> replica.remove(property));
    }

    /** Calls a handler of all who take part, ourselves included. */
    public void send(String handler, AmfValue... arguments) {
        List<AmfValue> values = List.of(arguments);
        hop.run(() -> replica.send(handler, values));
    }

    /** The properties as we know them; a copy. */
    public CompletableFuture<Map<String, AmfValue>> data() {
        return hop.ask(() -> CompletableFuture.completedFuture(replica.data()));
    }

    /** Takes part no longer. */
    public void release() {
        hop.run(replica::release);
    }
}
