package io.cumulonimbus.origin.link;

import io.cumulonimbus.config.EdgesConfig;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.net.link.LinkCipher;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.stream.FarOrigins;
import io.cumulonimbus.origin.stream.PublicationsProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The links of this origin to the others of its cluster: one for each of its loops and each origin
 * that something is pulled from, dialled when that begins. Any thread, unless {@link FarOrigins}
 * says otherwise.
 */
public final class FellowLinks implements FarOrigins {
    private final List<FellowRoom> rooms;

    private FellowLinks(List<FellowRoom> rooms) {
        this.rooms = rooms;
    }

    /**
     * From now on names of streams are those of the cluster, and streams of other origins are
     * pulled when somebody watches them. An origin that runs alone has none of that.
     *
     * @param loops where clients live
     * @param random unpredictable and thread-safe
     */
    public static FellowLinks open(
            Loops loops,
            EdgesConfig edges,
            Directory directory,
            PublicationsProxy publications,
            RandomGenerator random) {
        if (!directory.isShared()) {
            return new FellowLinks(List.of());
        }
        FellowLinks links = of(loops, edges, directory, random);
        publications.join(directory, links);
        return links;
    }

    private static FellowLinks of(
            Loops loops, EdgesConfig edges, Directory directory, RandomGenerator random) {
        LinkConfig config = EdgeAccess.toFellows(edges, directory.self());
        LinkCipher cipher = LinkCipher.valueOf(edges.tls().name());
        return new FellowLinks(
                IntStream.range(0, loops.size())
                        .mapToObj(loops::loop)
                        .map(loop -> room(loop, directory, config, cipher, random))
                        .toList());
    }

    private static FellowRoom room(
            NettyLoop loop,
            Directory directory,
            LinkConfig config,
            LinkCipher cipher,
            RandomGenerator random) {
        FellowRoom room = new FellowRoom(loop, directory, config, cipher, random);
        directory.nodes().listen(loop, room);
        return room;
    }

    private FellowRoom room(String stream) {
        return rooms.get(Math.floorMod(stream.hashCode(), rooms.size()));
    }

    @Override
    public Loop loopOf(String name) {
        return room(name).loop();
    }

    @Override
    public Runnable pull(NodeId owner, String name, Receiver receiver) {
        return room(name).pull(owner, name, receiver);
    }

    /** Ends all links in order; done at the latest after twice the grace. */
    public CompletableFuture<Void> stop(Duration grace) {
        return CompletableFuture.allOf(
                        rooms.stream()
                                .map(room -> room.stop(grace))
                                .toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, 2 * grace.toMillis(), TimeUnit.MILLISECONDS);
    }
}
