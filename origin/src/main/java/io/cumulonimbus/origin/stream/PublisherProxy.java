package io.cumulonimbus.origin.stream;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.stream.Had;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The way from the hub to a publication on its publisher's loop. Bounded by what the publisher
 * asked: one decision per publish, one notice per loop that comes or goes.
 */
final class PublisherProxy implements Feed {
    private final Loop loop;
    private final Publication publication;
    private final Consumer<Boolean> decision;
    private final BiConsumer<String, String> closing;
    private final Optional<Client> client;
    private volatile boolean over;

    /**
     * @param client who publishes; empty for the server itself
     * @param decision hears whether the name is its
     * @param closing ends it, with a code and a description; called on the loop
     */
    PublisherProxy(
            Loop loop,
            Publication publication,
            Optional<Client> client,
            Consumer<Boolean> decision,
            BiConsumer<String, String> closing) {
        this.closing = closing;
        this.loop = loop;
        this.client = client;
        this.publication = publication;
        this.decision = decision;
    }

    Loop loop() {
        return loop;
    }

    /** The id of what it publishes. Any thread. */
    long publication() {
        return publication.id();
    }

    /** It has given its name back, or wants none any more. Any thread. */
    boolean isOver() {
        return over;
    }

    void end() {
        over = true;
    }

    /** Another publication has the name. On the loop. */
    void lost() {
        if (!over) {
            closing.accept("Publish.BadName", "The name is published elsewhere");
        }
    }

    /**
     * The name is its.
     *
     * @param behind the last group of pictures that there was under it, or 0
     */
    void accepted(long behind, List<WatchedStreamProxy> viewers) {
        loop.execute(
                () -> {
                    publication.goesOnBehind(behind);
                    viewers.forEach(publication::attach);
                    decision.accept(true);
                });
    }

    /** Once for each time that an operator asks. */
    void describe(Consumer<StreamSheet.Published> answer) {
        loop.execute(() -> answer.accept(publication.sheet()));
    }

    /** Once for each time that an operator wants it. */
    void close(String code, String description) {
        loop.execute(() -> closing.accept(code, description));
    }

    /**
     * Answers how long its client's edge has been out of reach, in nanoseconds, and gives the
     * client up when that is too long. Once for each time that somebody else wants the name.
     */
    void outlast(long mostNs, Loop back, LongConsumer answer) {
        loop.execute(
                () -> {
                    long awayNs = client.map(one -> one.awayNs(loop.nowNs())).orElse(0L);
                    if (awayNs >= mostNs) {
                        client.ifPresent(Client::challenge);
                    }
                    back.execute(() -> answer.accept(awayNs));
                });
    }

    void refused() {
        loop.execute(() -> decision.accept(false));
    }

    @Override
    public Had had() {
        return publication.had();
    }

    @Override
    public long group() {
        return publication.group();
    }

    @Override
    public void attach(WatchedStreamProxy viewers) {
        loop.execute(() -> publication.attach(viewers));
    }

    @Override
    public void detach(WatchedStreamProxy viewers) {
        loop.execute(() -> publication.detach(viewers));
    }
}
