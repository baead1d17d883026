package io.cumulonimbus.origin.stream;

import java.util.Optional;
import java.util.function.BiConsumer;

/** A stream that publishes, or waits to be allowed to. */
final class Publishing implements Role {
    private final String name;
    private final StreamContext context;
    private final Publication publication;
    private final PublisherProxy proxy;
    private final BiConsumer<Publishing, Boolean> decided;
    private Optional<Publication> live = Optional.empty();
    private boolean accepted;
    private boolean ended;

    Publishing(String name, StreamContext context, BiConsumer<Publishing, Boolean> decided) {
        this.name = name;
        this.context = context;
        this.publication = new Publication(nonZero(context));
        this.decided = decided;
        this.proxy = new PublisherProxy(context.loop(), publication, this::decided);
    }

    private static long nonZero(StreamContext context) {
        long id = context.random().nextLong();
        return id == 0 ? 1 : id;
    }

    String name() {
        return name;
    }

    /** Asks for the name; answers false when it cannot even be asked for. */
    boolean ask() {
        return context.publications().publish(name, proxy);
    }

    private void decided(boolean yes) {
        if (ended) {
            if (yes) {
                context.publications().unpublish(name, proxy);
            }
            return;
        }
        accepted = yes;
        live = yes ? Optional.of(publication) : Optional.empty();
        decided.accept(this, yes);
    }

    @Override
    public Optional<Publication> publication() {
        return live;
    }

    @Override
    public void end() {
        ended = true;
        live = Optional.empty();
        if (accepted) {
            context.publications().unpublish(name, proxy);
        }
    }

    @Override
    public Optional<Farewell> farewell() {
        return accepted
                ? Optional.of(
                        new Farewell("NetStream.Unpublish.Success", name + " is now unpublished"))
                : Optional.empty();
    }
}
