package io.cumulonimbus.origin.connection;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.AppWriter;
import java.util.List;
import java.util.Map;

/**
 * The way from an application to one client: from the realm's loop to the client's. When too much
 * is on its way the rest is dropped and counted.
 */
final class WriterProxy implements AppWriter {
    private final BoundedHop hop;
    private final NetConnection connection;
    private boolean closed; // of the realm's loop

    WriterProxy(Loop loop, NetConnection connection, int capacity) {
        this.hop = new BoundedHop(loop, capacity);
        this.connection = connection;
    }

    @Override
    public void invoke(String name, List<AmfValue> arguments) {
        hop.offer(() -> connection.push(channel -> channel.invoke(name, arguments)));
    }

    @Override
    public void status(String code, String description, Map<String, AmfValue> extra) {
        hop.offer(() -> connection.push(channel -> channel.status(code, description, extra)));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            hop.insist(() -> connection.push(channel -> connection.dismiss()));
        }
    }

    /** Messages dropped because too many were on their way. */
    long dropped() {
        return hop.refused();
    }
}
