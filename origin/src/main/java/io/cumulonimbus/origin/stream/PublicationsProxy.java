package io.cumulonimbus.origin.stream;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import java.util.function.IntConsumer;

/**
 * The way from client loops to the hub where stream names are kept: bounded and counted. One for
 * the whole origin.
 */
public final class PublicationsProxy {
    private static final int CAPACITY = 65_536;

    private final BoundedHop hop;
    private final Publications publications = new Publications();

    /** Makes {@code hub} the loop where stream names are kept. */
    public PublicationsProxy(Loop hub) {
        this.hop = new BoundedHop(hub, CAPACITY);
    }

    /** Asks for a name; answers false, and nothing follows, when there is too much to do. */
    boolean publish(String name, PublisherProxy publisher) {
        return hop.offer(() -> publications.publish(name, publisher));
    }

    /** Gives a name back; at most once for each publish. */
    void unpublish(String name, PublisherProxy publisher) {
        hop.insist(() -> publications.unpublish(name, publisher));
    }

    /** Asks for a stream; answers false when there is too much to do. */
    boolean attach(String name, WatchedStreamProxy viewers) {
        return hop.offer(() -> publications.attach(name, viewers));
    }

    /** Gives a stream up; at most once for each attach. */
    void detach(String name, WatchedStreamProxy viewers) {
        hop.insist(() -> publications.detach(name, viewers));
    }

    /** Tells, on the hub, how many names are published or watched. */
    public void count(IntConsumer answer) {
        hop.insist(() -> answer.accept(publications.size()));
    }

    /** What was refused because there was too much to do. */
    public long refused() {
        return hop.refused();
    }
}
