package io.cumulonimbus.origin.cluster.fabric;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Outcome;
import io.cumulonimbus.origin.cluster.Post;
import io.cumulonimbus.origin.cluster.Registration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Messages, questions and topics over the frames of a fabric. Any thread. */
final class PostOffice implements Post {
    /** Messages on their way to one recipient. */
    private static final int CAPACITY = 16_384;

    private static final Consumer<byte[]> NOWHERE = reply -> {};

    private final Desk desk;
    private final Map<String, Desktop> recipients = new ConcurrentHashMap<>();
    private final Map<String, List<Subscription>> readers = new ConcurrentHashMap<>();
    private final Map<Long, Pending> asked = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    private record Desktop(BoundedHop hop, Recipient recipient) {}

    private record Subscription(BoundedHop hop, Reader reader) {}

    private record Pending(NodeId to, CompletableFuture<byte[]> reply) {}

    PostOffice(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Registration receive(String kind, Loop loop, Recipient recipient) {
        Desktop mine = new Desktop(new BoundedHop(loop, CAPACITY), recipient);
        recipients.put(Frame.checked(kind), mine);
        return () -> recipients.remove(kind, mine);
    }

    @Override
    public boolean send(NodeId to, String kind, byte[] body) {
        return post(to, Frame.of(Frame.Type.MAIL, 0, kind, body));
    }

    private boolean post(NodeId to, byte[] frame) {
        if (to.equals(desk.self())) {
            arrived(to, frame);
            return true;
        }
        return desk.fabric().send(to, frame);
    }

    @Override
    public boolean broadcast(String kind, byte[] body) {
        return desk.fabric().broadcast(Frame.of(Frame.Type.MAIL, 0, kind, body));
    }

    @Override
    public void ask(
            NodeId to, String kind, byte[] body, Loop replyTo, Consumer<Outcome<byte[]>> answer) {
        long number = numbers.incrementAndGet();
        desk.ask(() -> reply(to, number, kind, body), replyTo, answer, Outcome::of);
    }

    private CompletableFuture<byte[]> reply(NodeId to, long number, String kind, byte[] body) {
        Pending pending = new Pending(to, new CompletableFuture<>());
        asked.put(number, pending);
        CompletableFuture<byte[]> answered =
                pending.reply
                        .orTimeout(Directory.PATIENCE_NS, TimeUnit.NANOSECONDS)
                        .whenComplete((body2, trouble) -> asked.remove(number));
        if (!post(to, Frame.of(Frame.Type.ASK, number, kind, body))) {
            pending.reply.completeExceptionally(new FabricException("not taken"));
        }
        return answered;
    }

    @Override
    public Registration subscribe(String topic, Loop loop, Reader reader) {
        Subscription mine = new Subscription(new BoundedHop(loop, CAPACITY), reader);
        readers.compute(
                Frame.checked(topic),
                (t, before) -> {
                    List<Subscription> after =
                            before == null ? new CopyOnWriteArrayList<>() : before;
                    after.add(mine);
                    return after;
                });
        return () ->
                readers.computeIfPresent(
                        topic,
                        (t, all) -> {
                            all.remove(mine);
                            return all.isEmpty() ? null : all;
                        });
    }

    @Override
    public boolean publish(String topic, byte[] body) {
        byte[] frame = Frame.of(Frame.Type.TOPIC, 0, topic, body);
        arrived(desk.self(), frame);
        return desk.fabric().broadcast(frame);
    }

    /** A frame of another node, or of this one. */
    void arrived(NodeId from, byte[] bytes) {
        Frame frame = Frame.read(bytes);
        switch (frame.type()) {
            case MAIL -> deliver(from, frame, NOWHERE);
            case ASK ->
                    deliver(
                            from,
                            frame,
                            body ->
                                    post(
                                            from,
                                            Frame.of(Frame.Type.REPLY, frame.number(), "", body)));
            case REPLY -> {
                Pending pending = asked.get(frame.number());
                if (pending != null && pending.to.equals(from)) {
                    pending.reply.complete(frame.body());
                }
            }
            case TOPIC ->
                    readers.getOrDefault(frame.kind(), List.of())
                            .forEach(
                                    to ->
                                            to.hop.offer(
                                                    () ->
                                                            to.reader.onPublished(
                                                                    from, frame.body())));
        }
    }

    private void deliver(NodeId from, Frame frame, Consumer<byte[]> reply) {
        Desktop to = recipients.get(frame.kind());
        if (to != null) {
            to.hop.offer(() -> to.recipient.onMessage(from, frame.body(), reply));
        }
    }

    /** Who is gone answers no more. */
    void left(NodeId node) {
        asked.values().stream()
                .filter(pending -> pending.to.equals(node))
                .forEach(
                        pending ->
                                pending.reply.completeExceptionally(new FabricException("gone")));
    }
}
