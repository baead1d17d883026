package io.cumulonimbus.origin.cluster.fabric;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * A cluster in memory that can fall into two parts, and become one again as Hazelcast's members do:
 * those of the lesser part join the other one, bring what they have, and hear that parts were
 * merged. Any thread; parted and healed by one.
 */
public final class PartedCluster {
    private final List<Map<TableName, LocalTable>> parts =
            List.of(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    private final List<Member> members = new CopyOnWriteArrayList<>();

    /** One more node. */
    public Directory join(String name, Loop loop) {
        return new FabricDirectory(new Member(new NodeId(name, members.size() + 1)), loop);
    }

    /** From now on these see each other only, and the others do. */
    public void part(NodeId... away) {
        parts.get(0)
                .forEach(
                        (name, table) ->
                                entries(table)
                                        .forEach((key, value) -> table(1, name).set(key, value)));
        List<NodeId> gone = Arrays.asList(away);
        List<Member> left = members.stream().filter(m -> gone.contains(m.self)).toList();
        left.forEach(member -> member.part = 1);
        for (Member one : left) {
            for (Member other : members) {
                if (other.part == 0) {
                    one.observer.orElseThrow().onLeft(other.self);
                    other.observer.orElseThrow().onLeft(one.self);
                }
            }
        }
    }

    /** The two parts are one again. */
    public void heal() {
        List<Member> back = members.stream().filter(m -> m.part == 1).toList();
        List<Member> others = members.stream().filter(m -> m.part == 0).toList();
        back.forEach(member -> member.part = 0);
        for (Member one : back) {
            for (Member other : others) {
                other.observer.orElseThrow().onJoined(one.self);
                one.observer.orElseThrow().onJoined(other.self);
            }
        }
        parts.get(1)
                .forEach(
                        (name, table) -> {
                            entries(table).forEach((key, value) -> merge(name, key, value));
                            entries(table).keySet().forEach(table::remove);
                        });
        back.forEach(member -> member.observer.orElseThrow().onShaken(true));
    }

    /** A node is gone from one moment to the next, as if its process were killed. */
    public void kill(NodeId id) {
        members.stream().filter(member -> member.self.equals(id)).toList().forEach(Member::close);
    }

    private void merge(TableName name, Key key, byte[] value) {
        Table table = table(0, name);
        Optional<byte[]> present = table.get(key).toCompletableFuture().join();
        boolean stays =
                switch (name.kind()) {
                    case PEERS -> present.isPresent();
                    case MAP -> false;
                    case STREAMS, LEASES, LOCKS ->
                            present.isPresent()
                                    && Arrays.compareUnsigned(present.get(), value) >= 0;
                };
        if (!stays) {
            table.set(key, value);
        }
    }

    private static Map<Key, byte[]> entries(Table table) {
        return table.entries().toCompletableFuture().join();
    }

    private LocalTable table(int part, TableName name) {
        return parts.get(part).computeIfAbsent(name, n -> new LocalTable());
    }

    private final class Member implements Fabric {
        private final NodeId self;
        private volatile int part;
        private volatile Optional<Observer> observer = Optional.empty();

        Member(NodeId self) {
            this.self = self;
        }

        @Override
        public NodeId self() {
            return self;
        }

        @Override
        public boolean isShared() {
            return true;
        }

        @Override
        public List<NodeId> alive() {
            return reachable().stream().map(Member::self).toList();
        }

        private List<Member> reachable() {
            return members.stream().filter(m -> m.part == part).toList();
        }

        @Override
        public void start(Observer first) {
            observer = Optional.of(first);
            members.forEach(other -> first.onJoined(other.self));
            members.add(this);
            members.forEach(other -> other.observer.orElseThrow().onJoined(self));
        }

        @Override
        public Table table(TableName name) {
            return new View(this, name);
        }

        @Override
        public boolean send(NodeId to, byte[] frame) {
            List<Member> found =
                    reachable().stream().filter(member -> member.self.equals(to)).toList();
            found.forEach(member -> member.observer.orElseThrow().onFrame(self, frame));
            return members.contains(this) && !found.isEmpty();
        }

        @Override
        public boolean broadcast(byte[] frame) {
            List<Member> others = new ArrayList<>(reachable());
            others.remove(this);
            others.forEach(member -> member.observer.orElseThrow().onFrame(self, frame));
            return members.contains(this);
        }

        @Override
        public long timeMs() {
            return System.currentTimeMillis();
        }

        @Override
        public void close() {
            if (members.remove(this)) {
                reachable().forEach(other -> other.observer.orElseThrow().onLeft(self));
            }
        }
    }

    /** A table as one member sees it. */
    private final class View implements Table {
        private final Member member;
        private final TableName name;

        View(Member member, TableName name) {
            this.member = member;
            this.name = name;
        }

        private Table now() {
            return table(member.part, name);
        }

        @Override
        public CompletionStage<Optional<byte[]>> get(Key key) {
            return now().get(key);
        }

        @Override
        public CompletionStage<Optional<byte[]>> put(Key key, byte[] value) {
            return now().put(key, value);
        }

        @Override
        public CompletionStage<Optional<byte[]>> remove(Key key) {
            return now().remove(key);
        }

        @Override
        public CompletionStage<Void> set(Key key, byte[] value) {
            return now().set(key, value);
        }

        @Override
        public CompletionStage<Optional<byte[]>> swap(
                Key key, Optional<byte[]> expected, Optional<byte[]> next) {
            return now().swap(key, expected, next);
        }

        @Override
        public CompletionStage<Map<Key, byte[]>> entries() {
            return now().entries();
        }

        @Override
        public Runnable listen(Listener listener) {
            List<Runnable> ends = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                int part = i;
                ends.add(
                        table(part, name)
                                .listen(
                                        (key, before, now) -> {
                                            if (member.part == part) {
                                                listener.onChanged(key, before, now);
                                            }
                                        }));
            }
            return () -> ends.forEach(Runnable::run);
        }

        @Override
        public void sweep(Predicate<byte[]> dead) {
            now().sweep(dead);
        }
    }
}
