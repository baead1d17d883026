package io.cumulonimbus.origin.stream;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.AppPublication;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.stream.ViewerFigures;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/**
 * The way from client loops to the hub where stream names are kept: bounded and counted. One for
 * the whole origin.
 */
public final class PublicationsProxy {
    private static final int CAPACITY = 65_536;
    private static final int QUESTIONS = 16;

    private final BoundedHop hop;
    private final Publications publications;
    private final Map<String, PublisherProxy> claims = new ConcurrentHashMap<>();
    private volatile Optional<ClusterNames> cluster = Optional.empty();
    private volatile Optional<FarStreams> others = Optional.empty();

    /** Bounded by the number of loops. */
    private final List<Place> watched = new CopyOnWriteArrayList<>();

    /** Where viewers are. */
    private record Place(BoundedHop hop, LocalStreams streams) {}

    /** Makes {@code hub} the loop where stream names are kept. */
    public PublicationsProxy(Loop hub) {
        this.hop = new BoundedHop(hub, CAPACITY);
        this.publications = new Publications(hub::nowNs);
    }

    /**
     * Publishes a stream of the server's own; empty when somebody has the name, or when there is
     * too much to do.
     *
     * @param names those of the application whose it is
     * @param loop where it lives; everything but this is called there
     */
    public Optional<AppPublication> open(
            StreamNames names, String name, Loop loop, RandomGenerator random) {
        ServerPublicationProxy publication =
                new ServerPublicationProxy(
                        name, names.key(name), loop, this, random.nextLong() | 1);
        return publication.open() ? Optional.of(publication) : Optional.empty();
    }

    /** Streams are watched on that loop; once for each loop. */
    void enlist(Loop loop, LocalStreams streams) {
        watched.add(new Place(new BoundedHop(loop, QUESTIONS), streams));
    }

    /** What viewers on all loops come to, those behind edges not included. Any thread. */
    public CompletableFuture<ViewerFigures> viewers() {
        CompletableFuture<ViewerFigures> all =
                CompletableFuture.completedFuture(ViewerFigures.NONE);
        for (Place place : watched) {
            CompletableFuture<ViewerFigures> one = new CompletableFuture<>();
            if (!place.hop.offer(() -> one.complete(place.streams.figures()))) {
                one.completeExceptionally(new IllegalStateException("too many questions"));
            }
            all = all.thenCombine(one, ViewerFigures::plus);
        }
        return all;
    }

    /**
     * From now on names are those of the whole cluster, and streams that other origins publish are
     * pulled from there. Before anybody publishes.
     */
    public void join(Directory directory, FarOrigins origins) {
        cluster = Optional.of(new ClusterNames(directory));
        FarStreams all = new FarStreams(directory, origins, hop, publications::farChanged);
        others = Optional.of(all);
        hop.insist(() -> publications.join(all));
    }

    /**
     * Reserves a name; answers on the publisher's loop, where it is called, whether it has it: at
     * once when this origin alone decides.
     *
     * @param resumed whether the publisher was on the air at an origin that is lost
     */
    void claim(String name, PublisherProxy publisher, boolean resumed, Consumer<Boolean> answer) {
        if (claims.putIfAbsent(name, publisher) != null) {
            answer.accept(false);
        } else if (cluster.isEmpty()) {
            answer.accept(true);
        } else {
            cluster.get()
                    .claim(
                            name,
                            publisher,
                            resumed,
                            yes -> {
                                if (!yes) {
                                    claims.remove(name, publisher);
                                }
                                answer.accept(yes);
                            });
        }
    }

    /**
     * Answers, on a loop, how long the edge has been out of reach whose client has a name, in
     * nanoseconds: 0 when it is there, -1 when nobody here has the name.
     *
     * @param mostNs when it is that long, the client is given up
     */
    void outlast(String name, long mostNs, Loop back, LongConsumer answer) {
        PublisherProxy holder = claims.get(name);
        if (holder == null) {
            answer.accept(-1);
        } else {
            holder.outlast(mostNs, back, answer);
        }
    }

    /** Whether somebody has a name, or is about to, here or elsewhere. Any thread. */
    boolean isClaimed(String name) {
        return claims.containsKey(name) || others.flatMap(all -> all.ownerOf(name)).isPresent();
    }

    /** Gives back a name that was claimed and never published. Any thread. */
    void disclaim(String name, PublisherProxy publisher) {
        release(name, publisher);
        claims.remove(name, publisher);
    }

    private void release(String name, PublisherProxy publisher) {
        cluster.ifPresent(names -> names.release(name, publisher));
    }

    /**
     * Puts a claimed name on the air; answers false, and nothing follows, when there is too much to
     * do.
     */
    boolean publish(String name, PublisherProxy publisher) {
        return hop.offer(() -> publications.publish(name, publisher));
    }

    /** Takes a name off the air and gives it back; at most once for each publish. */
    void unpublish(String name, PublisherProxy publisher) {
        hop.insist(() -> publications.unpublish(name, publisher));
        release(name, publisher);
        claims.remove(name, publisher); // only now: who claims it next comes behind this
    }

    /** Asks for a stream; answers false when there is too much to do. */
    boolean attach(String name, WatchedStreamProxy viewers) {
        return hop.offer(() -> publications.attach(name, viewers));
    }

    /** Gives a stream up; at most once for each attach. */
    void detach(String name, WatchedStreamProxy viewers) {
        hop.insist(() -> publications.detach(name, viewers));
    }

    /**
     * Has a stream handed to somebody on a loop; answers what ends that. On that loop.
     *
     * @param settings how much may be on the way to the loop
     * @param byOrigin whether it is another origin that wants what is published here
     */
    public Runnable pull(
            String name,
            Loop loop,
            StreamAudience audience,
            StreamSettings settings,
            boolean byOrigin) {
        WatchedStreamProxy viewers =
                byOrigin
                        ? WatchedStreamProxy.ofOrigin(loop, audience, settings)
                        : new WatchedStreamProxy(loop, audience, settings);
        hop.insist(() -> publications.attach(name, viewers));
        return () -> detach(name, viewers);
    }

    /** Tells, on the hub, how many names are published or watched. */
    public void count(IntConsumer answer) {
        hop.insist(() -> answer.accept(publications.size()));
    }

    /**
     * Streams in the order of their keys. Any thread; fails when there is too much to do.
     *
     * @param after only those behind this key
     * @param most as many at most
     */
    public CompletableFuture<List<StreamSheet>> page(String after, int most) {
        CompletableFuture<List<CompletableFuture<StreamSheet>>> asked = new CompletableFuture<>();
        if (!hop.offer(() -> asked.complete(publications.after(after, most)))) {
            asked.completeExceptionally(new IllegalStateException("too much to do"));
        }
        return asked.thenCompose(
                sheets ->
                        CompletableFuture.allOf(sheets.toArray(CompletableFuture[]::new))
                                .thenApply(
                                        done ->
                                                sheets.stream()
                                                        .map(CompletableFuture::join)
                                                        .toList()));
    }

    /** Ends a publication; answers whether there was one. Any thread. */
    public CompletableFuture<Boolean> close(String key) {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        hop.insist(() -> closed.complete(publications.close(key)));
        return closed;
    }

    /** What was refused because there was too much to do. */
    public long refused() {
        return hop.refused();
    }
}
