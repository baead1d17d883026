package io.cumulonimbus.origin.stream;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.StreamClaim;
import io.cumulonimbus.origin.cluster.Streams;
import io.cumulonimbus.stream.Had;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Which streams other origins publish. Owned by the hub, unless a method says otherwise. */
final class FarStreams implements Streams.Listener {
    private final NodeId self;
    private final FarOrigins origins;
    private final BoundedHop hub;
    private final Consumer<String> changed;
    private final Map<String, StreamClaim> claims = new ConcurrentHashMap<>();

    /**
     * @param changed called with the name whose owner is another one now
     */
    FarStreams(Directory directory, FarOrigins origins, BoundedHop hub, Consumer<String> changed) {
        this.self = directory.self();
        this.origins = origins;
        this.hub = hub;
        this.changed = changed;
        directory.streams().listen(hub.target(), this);
    }

    /** Which other origin publishes this, if any. Any thread. */
    Optional<NodeId> ownerOf(String name) {
        return Optional.ofNullable(claims.get(name)).map(StreamClaim::owner);
    }

    /**
     * Begins to pull a stream.
     *
     * @param before see {@link FarPublicationProxy#pull}
     * @param others the same
     */
    FarPublicationProxy pull(
            String name,
            NodeId owner,
            Supplier<Had> before,
            Had others,
            FarPublicationProxy.Hub listener) {
        FarPublicationProxy far =
                new FarPublicationProxy(owner, origins.loopOf(name), hub, listener);
        far.pull(origins, name, before, others);
        return far;
    }

    @Override
    public void claimed(StreamClaim claim) {
        if (claim.owner().equals(self)) {
            claims.remove(claim.name());
        } else {
            claims.put(claim.name(), claim);
        }
        changed.accept(claim.name());
    }

    @Override
    public void released(StreamClaim claim) {
        if (claims.computeIfPresent(claim.name(), (n, now) -> heir(now, claim)) == null) {
            changed.accept(claim.name());
        }
    }

    /** What is left of a claim when one was released. */
    private static StreamClaim heir(StreamClaim now, StreamClaim released) {
        boolean same =
                now.publication() == released.publication() && now.owner().equals(released.owner());
        return same ? null : now;
    }
}
