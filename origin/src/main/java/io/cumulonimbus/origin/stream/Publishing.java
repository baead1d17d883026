package io.cumulonimbus.origin.stream;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.origin.app.AppEvent;
import io.cumulonimbus.origin.app.ClientEvents;
import io.cumulonimbus.origin.app.MediaPacket;
import io.cumulonimbus.origin.app.StreamAnswer;
import java.util.Optional;

/**
 * A stream that publishes, or waits to be allowed to: the name must be free, the application must
 * allow it, and viewers on other loops must be known.
 */
final class Publishing implements Role, PacketTap {
    private final StreamName name;
    private final PublishType type;
    private final StreamContext context;
    private final ClientEvents events;
    private final Listener listener;
    private final Publication publication;
    private final PublisherProxy publisher;
    private final PublicationProxy handle;
    private Optional<Publication> live = Optional.empty();
    private Optional<StreamRecording> recording = Optional.empty();
    private State state = State.NEW;
    private boolean accepted;

    private enum State {
        NEW,
        ASKED,
        /** Allowed to, if the one that has the name is lost. */
        CONTESTING,
        ALLOWED,
        LIVE,
        OVER
    }

    /** Hears what becomes of it. */
    interface Listener {
        /** It is on the air. */
        void published(Publishing publishing);

        /** It came to nothing; the reason is empty when the application gave none. */
        void refused(Publishing publishing, String reason);

        /** The application ends it. */
        void closed(Publishing publishing, String code, String description);
    }

    Publishing(
            long streamId,
            StreamName name,
            PublishType type,
            StreamContext context,
            Listener listener) {
        this.name = name;
        this.type = type;
        this.context = context;
        this.events = context.events();
        this.listener = listener;
        this.publication =
                new Publication(
                        name(streamId, context),
                        this,
                        context.loop()::nowNs,
                        context.client()::roundTripNs);
        if (context.client() instanceof PublicationName.Source source) {
            publication.tellsShift(shift -> source.shifted(streamId, publication.id(), shift));
        }
        this.publisher =
                new PublisherProxy(
                        context.loop(),
                        publication,
                        Optional.of(context.client()),
                        this::decided,
                        this::close);
        this.handle =
                new PublicationProxy(
                        name,
                        streamId,
                        context.loop(),
                        publication,
                        (code, text) -> listener.closed(this, code, text));
    }

    private static PublicationName name(long stream, StreamContext context) {
        PublicationName drawn = PublicationName.draw(context.random());
        return context.client() instanceof PublicationName.Source source
                ? source.publicationOf(stream, drawn)
                : drawn;
    }

    String name() {
        return name.text();
    }

    PublishType type() {
        return type;
    }

    /** Begins to record, if that was asked for; once it was accepted. */
    void record(StreamRecording.StatusWriter to) {
        recording = StreamRecording.begin(this, publication, context, to);
    }

    /** Asks for the name and for permission. */
    void ask() {
        state = State.ASKED;
        boolean resumed = context.client().isResumed();
        context.publications().claim(context.key(name), publisher, resumed, this::claimed);
    }

    private void claimed(boolean yes) {
        if (state == State.OVER) {
            if (yes) {
                context.publications().disclaim(context.key(name), publisher);
            }
        } else if (yes) {
            events.publish(handle, answer -> answered(answer, true));
        } else {
            // How long whoever has the name is out of reach is asked, and nothing done about it.
            context.publications()
                    .outlast(context.key(name), Long.MAX_VALUE, context.loop(), this::taken);
        }
    }

    /** Somebody has the name, who may be lost; whoever may not have it does not contest it. */
    private void taken(long awayNs) {
        if (state == State.OVER) {
            return;
        }
        if (awayNs > 0) {
            events.publish(handle, answer -> answered(answer, false));
        } else {
            refuse(alreadyPublished());
        }
    }

    private String alreadyPublished() {
        return name.text() + " is already published";
    }

    private void refuse(String why) {
        if (state != State.OVER) {
            state = State.OVER;
            publisher.end();
            listener.refused(this, why);
        }
    }

    private void answered(StreamAnswer answer, boolean claimed) {
        if (answer instanceof StreamAnswer.Refused refused) {
            if (claimed) {
                context.publications().disclaim(context.key(name), publisher);
            }
            refuse(refused.description());
        } else if (claimed || state == State.OVER) {
            goOnAir();
        } else {
            state = State.CONTESTING;
            new NameContest(context.publications(), context.key(name), publisher, this::contested)
                    .ask();
        }
    }

    private void contested(boolean won) {
        if (state == State.OVER) {
            if (won) {
                context.publications().disclaim(context.key(name), publisher);
            }
        } else if (won) {
            goOnAir();
        } else {
            events.unpublished(handle);
            refuse(alreadyPublished());
        }
    }

    private void goOnAir() {
        boolean over = state == State.OVER;
        state = State.ALLOWED;
        if (over || !context.publications().publish(context.key(name), publisher)) {
            state = State.OVER;
            context.publications().disclaim(context.key(name), publisher);
            events.unpublished(handle);
            if (!over) {
                listener.refused(this, "The server is too busy to publish " + name.text());
            }
        }
    }

    private void close(String code, String description) {
        handle.close(code, description);
    }

    private void decided(boolean yes) {
        if (state == State.OVER) {
            return;
        }
        if (!yes) {
            end();
            listener.refused(this, alreadyPublished());
            return;
        }
        state = State.LIVE;
        accepted = true;
        live = Optional.of(publication);
        listener.published(this);
    }

    @Override
    public Optional<Publication> publication() {
        return live;
    }

    @Override
    public void end() {
        State was = state;
        state = State.OVER;
        live = Optional.empty();
        recording.ifPresent(StreamRecording::end);
        handle.end();
        publisher.end();
        if (was == State.ALLOWED || was == State.LIVE) {
            context.publications().unpublish(context.key(name), publisher);
            events.unpublished(handle);
        } else if (was == State.CONTESTING) {
            events.unpublished(handle);
        }
    }

    /** With a recording, it waits until the file is in its place. */
    @Override
    public Optional<Farewell> farewell() {
        if (!accepted) {
            return Optional.empty();
        }
        Farewell words =
                new Farewell("NetStream.Unpublish.Success", name.text() + " is now unpublished");
        recording.ifPresent(file -> file.sayLast(words));
        return recording.isPresent() ? Optional.empty() : Optional.of(words);
    }

    @Override
    public void audio(int timestamp, Message body) {
        tell(AppEvent.AUDIO, timestamp, body);
    }

    @Override
    public void video(int timestamp, Message body) {
        tell(AppEvent.VIDEO, timestamp, body);
    }

    @Override
    public void data(int timestamp, Message body) {
        tell(AppEvent.DATA, timestamp, body);
    }

    private void tell(AppEvent kind, int timestamp, Message body) {
        if (events.wants(kind)) {
            events.packet(handle, new MediaPacket(kind, timestamp, body));
        }
    }
}
