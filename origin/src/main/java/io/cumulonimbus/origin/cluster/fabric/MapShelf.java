package io.cumulonimbus.origin.cluster.fabric;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Outcome;
import io.cumulonimbus.origin.cluster.Registration;
import io.cumulonimbus.origin.cluster.SharedMaps;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** What scripts share: one table for each map. Any thread. */
final class MapShelf implements SharedMaps {
    /** Changes on their way to one listener. */
    private static final int CAPACITY = 16_384;

    private final Desk desk;
    private final LockDesk locks;
    private final Map<String, Table> maps = new ConcurrentHashMap<>();

    MapShelf(Desk desk) {
        this.desk = desk;
        this.locks = new LockDesk(desk);
    }

    private Optional<Table> map(String name) {
        Table known = maps.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        if (name.isEmpty() || name.length() > MAX_KEY || maps.size() >= MAX_MAPS) {
            return Optional.empty();
        }
        TableName table = new TableName(TableName.Kind.MAP, name);
        return Optional.of(maps.computeIfAbsent(name, n -> desk.fabric().table(table)));
    }

    private <A, T> void ask(
            String map,
            boolean allowed,
            Function<Table, CompletionStage<A>> question,
            Loop replyTo,
            Consumer<Outcome<T>> answer,
            Function<A, Outcome<T>> read) {
        Optional<Table> table = allowed ? map(map) : Optional.empty();
        desk.ask(
                () ->
                        table.map(question)
                                .orElseGet(
                                        () ->
                                                CompletableFuture.failedStage(
                                                        new FabricException(
                                                                "too long or too many"))),
                replyTo,
                answer,
                read);
    }

    private static boolean fits(String key) {
        return key.length() <= MAX_KEY;
    }

    private static boolean fits(String key, byte[] value) {
        return fits(key) && value.length <= MAX_VALUE;
    }

    @Override
    public void get(String map, String key, Loop replyTo, Consumer<Outcome<byte[]>> answer) {
        ask(map, fits(key), table -> table.get(Key.of(key)), replyTo, answer, Outcome::ofOptional);
    }

    @Override
    public void put(
            String map, String key, byte[] value, Loop replyTo, Consumer<Outcome<byte[]>> answer) {
        ask(
                map,
                fits(key, value),
                table -> table.put(Key.of(key), value),
                replyTo,
                answer,
                Outcome::ofOptional);
    }

    @Override
    public void remove(String map, String key, Loop replyTo, Consumer<Outcome<byte[]>> answer) {
        ask(
                map,
                fits(key),
                table -> table.remove(Key.of(key)),
                replyTo,
                answer,
                Outcome::ofOptional);
    }

    @Override
    public void swap(
            String map,
            String key,
            Optional<byte[]> expected,
            Optional<byte[]> next,
            Loop replyTo,
            Consumer<Outcome<Boolean>> answer) {
        ask(
                map,
                fits(key, next.orElse(new byte[0])),
                table -> table.swap(Key.of(key), expected, next),
                replyTo,
                answer,
                before -> Outcome.of(LocalTable.isSame(before, expected)));
    }

    @Override
    public void entries(String map, Loop replyTo, Consumer<Outcome<Map<String, byte[]>>> answer) {
        ask(map, true, Table::entries, replyTo, answer, all -> Outcome.of(texts(all)));
    }

    private static Map<String, byte[]> texts(Map<Key, byte[]> all) {
        Map<String, byte[]> texts = new HashMap<>();
        all.forEach((key, value) -> texts.put(key.text(), value));
        return texts;
    }

    @Override
    public Registration listen(String map, Loop loop, Listener listener) {
        BoundedHop hop = new BoundedHop(loop, CAPACITY);
        Runnable end =
                map(map).map(
                                table ->
                                        table.listen(
                                                (key, before, now) ->
                                                        hop.offer(
                                                                () ->
                                                                        listener.onChanged(
                                                                                key.text(),
                                                                                before,
                                                                                now))))
                        .orElse(() -> {});
        return end::run;
    }

    @Override
    public void lock(
            String name, long leaseMs, long waitMs, Loop replyTo, Consumer<Outcome<Long>> answer) {
        locks.lock(name, leaseMs, waitMs, replyTo, answer);
    }

    @Override
    public void unlock(String name, long number, Loop replyTo, Consumer<Outcome<Boolean>> answer) {
        locks.unlock(name, number, replyTo, answer);
    }

    void sweep() {
        locks.sweep();
    }
}
