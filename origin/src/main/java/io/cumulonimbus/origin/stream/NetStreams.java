package io.cumulonimbus.origin.stream;

import io.cumulonimbus.net.limits.Allowance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The streams that one session created: ids count from 1, and mean nothing in any other session.
 * Owned by the client's loop.
 */
public final class NetStreams {
    private final StreamContext context;
    private final int most;
    private final Allowance allowance;
    private final OutgoingFlows.FlowCount flows = new OutgoingFlows.FlowCount();
    private final Map<Long, NetStream> streams = new HashMap<>();
    private long lastId;
    private long lastSync;

    /**
     * @param most streams at the same time
     * @param allowance what the client may have besides
     */
    public NetStreams(StreamContext context, int most, Allowance allowance) {
        this.allowance = allowance;
        this.context = context;
        this.most = most;
    }

    /** A new stream, or empty when there are too many. */
    public Optional<NetStream> create() {
        if (streams.size() >= most || !allowance.takeStream()) {
            return Optional.empty();
        }
        NetStream stream = new NetStream(++lastId, context, flows, () -> ++lastSync);
        streams.put(lastId, stream);
        return Optional.of(stream);
    }

    /** The stream of that id, if this session created it and did not delete it. */
    public Optional<NetStream> find(long id) {
        return Optional.ofNullable(streams.get(id));
    }

    /** Ends a stream; an id that is not there is no error. */
    public void delete(long id) {
        NetStream stream = streams.remove(id);
        if (stream != null) {
            allowance.returnStream();
            stream.delete();
        }
    }

    /** Ends all streams. */
    public void deleteAll() {
        List.copyOf(streams.keySet()).forEach(this::delete);
    }

    /** Whether one of them publishes. */
    public boolean publish() {
        return streams.values().stream().anyMatch(one -> one.publication().isPresent());
    }

    /** How many there are. */
    public int size() {
        return streams.size();
    }
}
