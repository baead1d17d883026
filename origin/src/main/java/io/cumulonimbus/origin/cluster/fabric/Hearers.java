package io.cumulonimbus.origin.cluster.fabric;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Registration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Who hears of one part of the directory, each on a loop of its own. Books on the directory's loop.
 *
 * @param <L> what they have in common
 */
final class Hearers<L> {
    private final Desk desk;
    private final Map<L, BoundedHop> all = new LinkedHashMap<>();

    Hearers(Desk desk) {
        this.desk = desk;
    }

    /**
     * One more; any thread.
     *
     * @param known what there is already, asked on the directory's loop
     * @param hears how it is told of that, before anything else
     */
    <T> Registration add(
            Loop loop,
            L listener,
            Supplier<? extends Collection<T>> known,
            BiConsumer<L, T> hears) {
        desk.run(
                () -> {
                    BoundedHop hop = desk.to(loop);
                    all.put(listener, hop);
                    known.get().forEach(one -> hop.insist(() -> hears.accept(listener, one)));
                });
        return () -> desk.run(() -> all.remove(listener));
    }

    /** Tells all of them; on the directory's loop. */
    void tell(Consumer<L> news) {
        all.forEach((listener, hop) -> hop.insist(() -> news.accept(listener)));
    }
}
