package io.cumulonimbus.origin.stream;

import io.cumulonimbus.net.loop.Loop;
import java.util.List;
import java.util.function.Consumer;

/**
 * The way from the hub to a publication on its publisher's loop. Bounded by what the publisher
 * asked: one decision per publish, one notice per loop that comes or goes.
 */
final class PublisherProxy {
    private final Loop loop;
    private final Publication publication;
    private final Consumer<Boolean> decision;

    PublisherProxy(Loop loop, Publication publication, Consumer<Boolean> decision) {
        this.loop = loop;
        this.publication = publication;
        this.decision = decision;
    }

    void accepted(List<WatchedStreamProxy> viewers) {
        loop.execute(
                () -> {
                    viewers.forEach(publication::attach);
                    decision.accept(true);
                });
    }

    void refused() {
        loop.execute(() -> decision.accept(false));
    }

    void attach(WatchedStreamProxy viewers) {
        loop.execute(() -> publication.attach(viewers));
    }

    void detach(WatchedStreamProxy viewers) {
        loop.execute(() -> publication.detach(viewers));
    }
}
