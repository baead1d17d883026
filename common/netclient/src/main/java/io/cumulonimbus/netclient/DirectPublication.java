package io.cumulonimbus.netclient;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.stream.FanOut;
import io.cumulonimbus.stream.Ingress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The loop's side of a stream that peers play from us: the same data plane as a server's. Owned by
 * the loop.
 */
final class DirectPublication {
    /** How long peers get to take what is left when the stream ends. */
    private static final long FAREWELL_NS = 5_000_000_000L;

    private final String name;
    private final Loop loop;
    private final Runnable onEnd;
    private final Ingress ingress;
    private final FanOut fanOut = new FanOut();
    private final Set<DirectSubscriber> subscribers = new LinkedHashSet<>();
    private final QueueGauge gauge = new QueueGauge();
    private final DeadlineTimer farewell;
    private final CompletableFuture<Void> played = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile int players;
    private volatile boolean closing;
    private boolean told;

    /**
     * @param id of the publication, random
     * @param onEnd called once when it is over
     */
    DirectPublication(String name, long id, Loop loop, Runnable onEnd) {
        this.name = name;
        this.loop = loop;
        this.onEnd = onEnd;
        this.ingress = new Ingress(id);
        this.farewell = new DeadlineTimer(loop, this::end);
    }

    String name() {
        return name;
    }

    QueueGauge gauge() {
        return gauge;
    }

    /** Any thread. */
    boolean isOpen() {
        return !closing;
    }

    /** Any thread. */
    int players() {
        return players;
    }

    CompletableFuture<Void> played() {
        return played;
    }

    void write(MediaKind kind, int timestamp, Message body) {
        if (closing) {
            return;
        }
        long now = loop.nowNs();
        switch (kind) {
            case AUDIO -> fanOut.accept(ingress.audio(timestamp, body, 0), now);
            case VIDEO ->
                    ingress.video(timestamp, body, 0).ifPresent(frame -> fanOut.accept(frame, now));
            case DATA -> fanOut.accept(ingress.data(timestamp, body, body), now);
        }
        measure();
    }

    void metadata(Message body) {
        if (!closing) {
            fanOut.accept(ingress.metadata(0, body, body), loop.nowNs());
            measure();
        }
    }

    /** One more peer plays it. */
    void add(DirectSubscriber subscriber) {
        if (subscribers.add(subscriber)) {
            players = subscribers.size();
            fanOut.add(subscriber.subscription(), loop.nowNs());
            played.complete(null);
        }
    }

    void remove(DirectSubscriber subscriber) {
        if (subscribers.remove(subscriber)) {
            players = subscribers.size();
            fanOut.remove(subscriber.subscription());
            measure();
        }
    }

    /** A peer took something. */
    void measure() {
        long most = 0;
        for (DirectSubscriber subscriber : subscribers) {
            most = Math.max(most, subscriber.queuedBytes());
        }
        gauge.queued(most);
        if (closing && most == 0) {
            if (told || subscribers.isEmpty()) {
                end();
            } else {
                told = true;
                tell();
            }
        }
    }

    /** Everything was delivered: now it may be said that it was all. */
    private void tell() {
        List.copyOf(subscribers)
                .forEach(
                        subscriber ->
                                subscriber.status(
                                        "NetStream.Play.UnpublishNotify",
                                        name + " is now unpublished"));
    }

    CompletableFuture<Void> close() {
        if (!closing) {
            closing = true;
            farewell.set(loop.nowNs() + FAREWELL_NS);
            measure();
        }
        return ended;
    }

    // RFC 7425 §5.4.3
    private void end() {
        farewell.cancel();
        if (!ended.isDone()) {
            closing = true;
            List.copyOf(subscribers).forEach(DirectSubscriber::dismiss);
            gauge.close();
            onEnd.run();
            played.complete(null);
            ended.complete(null);
        }
    }
}
