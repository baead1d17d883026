package io.cumulonimbus.origin.stream;

import java.util.Optional;
import java.util.function.BiConsumer;

/** A stream that publishes, or waits to be allowed to. */
final class Publishing implements Role {
    private final String name;
    private final PublishType type;
    private final StreamContext context;
    private final Publication publication;
    private final PublisherProxy proxy;
    private final BiConsumer<Publishing, Boolean> decided;
    private Optional<Publication> live = Optional.empty();
    private Optional<StreamRecording> recording = Optional.empty();
    private boolean accepted;
    private boolean ended;

    Publishing(
            String name,
            PublishType type,
            StreamContext context,
            BiConsumer<Publishing, Boolean> decided) {
        this.name = name;
        this.type = type;
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

    PublishType type() {
        return type;
    }

    /** Begins to record, if that was asked for; once it was accepted. */
    void record(StreamRecording.StatusWriter to) {
        recording = StreamRecording.begin(this, publication, context, to);
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
        recording.ifPresent(StreamRecording::end);
        if (accepted) {
            context.publications().unpublish(name, proxy);
        }
    }

    /** With a recording, it waits until the file is in its place. */
    @Override
    public Optional<Farewell> farewell() {
        if (!accepted) {
            return Optional.empty();
        }
        Farewell words = new Farewell("NetStream.Unpublish.Success", name + " is now unpublished");
        recording.ifPresent(file -> file.sayLast(words));
        return recording.isPresent() ? Optional.empty() : Optional.of(words);
    }
}
