package io.cumulonimbus.origin.cluster.fabric;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.ClusterFigures;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Outcome;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What all parts of a directory share: its loop, the ways back to others, who lives. Any thread.
 */
final class Desk {
    /** Questions that are open at the same time. */
    static final int MOST_OPEN = 65_536;

    private static final int CAPACITY = 16_384;

    private final Fabric fabric;
    private final BoundedHop books;
    private final Map<Loop, BoundedHop> hops = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder asked = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicReference<Map<Long, NodeId>> living = new AtomicReference<>(Map.of());

    Desk(Fabric fabric, Loop loop) {
        this.fabric = fabric;
        this.books = new BoundedHop(loop, CAPACITY);
        lives(fabric.self());
    }

    Fabric fabric() {
        return fabric;
    }

    NodeId self() {
        return fabric.self();
    }

    Loop loop() {
        return books.target();
    }

    DeadlineTimer timer(Runnable due) {
        return new DeadlineTimer(books.target(), due);
    }

    /** On the loop that keeps the books; for what is bounded by something else. */
    void run(Runnable task) {
        books.insist(task);
    }

    /** A way to a loop for answers, of which there is one for each question. */
    BoundedHop to(Loop loop) {
        return hops.computeIfAbsent(loop, l -> new BoundedHop(l, CAPACITY));
    }

    void lives(NodeId node) {
        living.updateAndGet(
                before -> {
                    Map<Long, NodeId> after = new HashMap<>(before);
                    after.put(node.incarnation(), node);
                    return Map.copyOf(after);
                });
    }

    void dies(NodeId node) {
        living.updateAndGet(
                before -> {
                    Map<Long, NodeId> after = new HashMap<>(before);
                    after.remove(node.incarnation());
                    return Map.copyOf(after);
                });
    }

    /** The node with this incarnation, if it is alive. */
    Optional<NodeId> living(long incarnation) {
        return Optional.ofNullable(living.get().get(incarnation));
    }

    boolean isSelf(long incarnation) {
        return fabric.self().incarnation() == incarnation;
    }

    /** Asks the fabric, and brings what comes of it to a loop; too many fail at once. */
    <A, T> void ask(
            Supplier<CompletionStage<A>> question,
            Loop replyTo,
            Consumer<Outcome<T>> answer,
            Function<A, Outcome<T>> read) {
        asked.increment();
        if (open.incrementAndGet() > MOST_OPEN) {
            open.decrementAndGet();
            failed.increment();
            to(replyTo).insist(() -> answer.accept(Outcome.failed()));
            return;
        }
        question.get()
                .whenComplete(
                        (value, trouble) -> {
                            open.decrementAndGet();
                            failed.add(trouble == null ? 0 : 1);
                            to(replyTo)
                                    .insist(
                                            () ->
                                                    answer.accept(
                                                            trouble == null
                                                                    ? read.apply(value)
                                                                    : Outcome.failed()));
                        });
    }

    /** The same for the directory's own books. */
    <A> void ask(Supplier<CompletionStage<A>> question, Consumer<Outcome<A>> answer) {
        ask(question, loop(), answer, Outcome::of);
    }

    /** What the fabric has under a key, for the books. */
    void look(
            Supplier<CompletionStage<Optional<byte[]>>> question,
            Consumer<Outcome<byte[]>> answer) {
        ask(question, loop(), answer, Outcome::ofOptional);
    }

    ClusterFigures figures(ClusterFigures.Store store) {
        return new ClusterFigures(asked.sum(), failed.sum(), open.get(), store);
    }

    int open() {
        return open.get();
    }
}
