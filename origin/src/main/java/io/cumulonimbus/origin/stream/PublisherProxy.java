package io.cumulonimbus.origin.stream;

import io.cumulonimbus.net.loop.Loop;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The way from the hub to a publication on its publisher's loop. Bounded by what the publisher
 * asked: one decision per publish, one notice per loop that comes or goes.
 */
final class PublisherProxy implements Feed {
    private final Loop loop;
    private final Publication publication;
    private final Consumer<Boolean> decision;
    private final BiConsumer<String, String> closing;
    private volatile boolean over;

    /**
     * @param decision hears whether the name is its
     * @param closing ends it, with a code and a description; called on the loop
     */
    PublisherProxy(
            Loop loop,
            Publication publication,
            Consumer<Boolean> decision,
            BiConsumer<String, String> closing) {
        this.closing = closing;
        this.loop = loop;
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

    void accepted(List<WatchedStreamProxy> viewers) {
        loop.execute(
                () -> {
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

    void refused() {
        loop.execute(() -> decision.accept(false));
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
