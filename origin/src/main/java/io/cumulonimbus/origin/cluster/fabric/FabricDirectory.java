package io.cumulonimbus.origin.cluster.fabric;

import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.ClusterFigures;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.GroupMembers;
import io.cumulonimbus.origin.cluster.Leases;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Nodes;
import io.cumulonimbus.origin.cluster.Peers;
import io.cumulonimbus.origin.cluster.Post;
import io.cumulonimbus.origin.cluster.SharedMaps;
import io.cumulonimbus.origin.cluster.Streams;
import java.util.concurrent.CompletableFuture;

/** A directory over a fabric. Its books are kept by one loop. Any thread. */
public final class FabricDirectory implements Directory, Fabric.Observer {
    /** What nodes that are gone have left is swept away then. */
    private static final long SWEEP_NS = 1_000_000_000L;

    /** Entries may be on their way from one node to another while they are looked for. */
    private static final int SWEEPS = 3;

    private static final long SWEEP_AGAIN_NS = 30_000_000_000L;

    private final Desk desk;
    private final PostOffice post;
    private final NodeBoard nodes;
    private final PeerEntries peers;
    private final GroupBoard groups;
    private final StreamBoard streams;
    private final LeaseBoard leases;
    private final MapShelf maps;
    private final DeadlineTimer sweep;
    private int sweeps;

    /**
     * Starts the fabric.
     *
     * @param loop keeps the books; it may have other things to do
     */
    public FabricDirectory(Fabric fabric, Loop loop) {
        desk = new Desk(fabric, loop);
        post = new PostOffice(desk);
        peers = new PeerEntries(desk);
        nodes = new NodeBoard(desk, post, peers::entered);
        groups = new GroupBoard(desk, post);
        streams = new StreamBoard(desk);
        leases = new LeaseBoard(desk);
        maps = new MapShelf(desk);
        sweep = desk.timer(this::sweep);
        fabric.start(this);
        if (fabric.isShared()) {
            sweepIn(SWEEP_AGAIN_NS);
        }
    }

    private void sweepIn(long ns) {
        desk.run(() -> sweep.set(desk.loop().nowNs() + ns));
    }

    private void sweep() {
        if (sweeps > 0) {
            sweeps--;
            peers.sweep();
            streams.sweep();
        }
        maps.sweep();
        sweepIn(SWEEP_AGAIN_NS);
    }

    @Override
    public void onFrame(NodeId from, byte[] frame) {
        post.arrived(from, frame);
    }

    @Override
    public void onJoined(NodeId node) {
        desk.lives(node);
        desk.run(
                () -> {
                    nodes.joined(node);
                    streams.joined();
                    leases.joined();
                });
    }

    @Override
    public void onLeft(NodeId node) {
        desk.dies(node);
        post.left(node);
        desk.run(
                () -> {
                    sweeps = SWEEPS;
                    nodes.left(node);
                    groups.left(node);
                    streams.left(node);
                    leases.left(node);
                });
        sweepIn(SWEEP_NS);
    }

    @Override
    public void onShaken(boolean merged) {
        desk.run(
                () -> {
                    streams.repeat();
                    leases.repeat();
                    peers.repeat();
                    if (merged) {
                        groups.merged();
                        nodes.merged();
                    }
                });
    }

    @Override
    public NodeId self() {
        return desk.self();
    }

    @Override
    public boolean isShared() {
        return desk.fabric().isShared();
    }

    @Override
    public Nodes nodes() {
        return nodes;
    }

    @Override
    public Peers peers() {
        return peers;
    }

    @Override
    public GroupMembers groups() {
        return groups;
    }

    @Override
    public Streams streams() {
        return streams;
    }

    @Override
    public Leases leases() {
        return leases;
    }

    @Override
    public Post post() {
        return post;
    }

    @Override
    public SharedMaps maps() {
        return maps;
    }

    @Override
    public CompletableFuture<ClusterFigures> figures() {
        return desk.fabric().store().thenApply(desk::figures);
    }

    @Override
    public void close() {
        desk.fabric().close();
    }
}
