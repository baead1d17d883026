package io.cumulonimbus.origin.connection;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.PacedHop;
import io.cumulonimbus.origin.app.AppWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way from an application to one client: from the realm's loop to the client's. When too much
 * is on its way the rest is dropped and counted.
 */
final class WriterProxy implements AppWriter {
    private final PacedHop hop;
    private final NetConnection connection;
    private final boolean reconnects;
    private boolean reliable = true; // of the realm's loop
    private boolean closed; // of the realm's loop

    /**
     * @param reconnects whether the client said that it connects again when asked to
     */
    WriterProxy(Loop loop, NetConnection connection, int capacity, boolean reconnects) {
        this.hop = new PacedHop(loop, capacity);
        this.connection = connection;
        this.reconnects = reconnects;
    }

    @Override
    public void invoke(String name, List<AmfValue> arguments) {
        boolean surely = reliable;
        hop.offer(() -> connection.push(channel -> channel.invoke(name, arguments, surely)));
    }

    @Override
    public void status(String code, String description, Map<String, AmfValue> extra) {
        hop.offer(() -> connection.push(channel -> channel.status(code, description, extra)));
    }

    @Override
    public boolean takesReconnect() {
        return reconnects;
    }

    @Override
    public void reliable(boolean wanted) {
        reliable = wanted;
    }

    @Override
    public AppWriter newFlow() {
        return new FlowWriter();
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

    /** A writer on a flow of its own, which is opened by its first message. */
    private final class FlowWriter implements AppWriter {
        private Optional<ControlChannel> own = Optional.empty(); // of the client's loop
        private boolean sure = true; // of the realm's loop
        private boolean over; // of the realm's loop

        private ControlChannel own(ControlChannel main) {
            own = own.or(() -> Optional.of(main.another()));
            return own.get();
        }

        @Override
        public void invoke(String name, List<AmfValue> arguments) {
            boolean surely = sure;
            if (!over) {
                hop.offer(() -> connection.push(main -> own(main).invoke(name, arguments, surely)));
            }
        }

        @Override
        public void status(String code, String description, Map<String, AmfValue> extra) {
            if (!over) {
                hop.offer(
                        () -> connection.push(main -> own(main).status(code, description, extra)));
            }
        }

        @Override
        public void reliable(boolean wanted) {
            sure = wanted;
        }

        @Override
        public AppWriter newFlow() {
            return new FlowWriter();
        }

        @Override
        public void close() {
            if (!over) {
                over = true;
                hop.insist(() -> own.ifPresent(ControlChannel::close));
            }
        }
    }
}
