package io.cumulonimbus.origin.stream;

import io.cumulonimbus.origin.app.StreamAnswer;
import io.cumulonimbus.origin.app.StreamQuality;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The permission of an application that a client plays a recording, and what the application does
 * with the viewer then. Owned by the client's loop.
 */
final class Permission implements ListenerProxy.Viewing {
    private final StreamContext context;
    private final FilmWriter out;
    private final ListenerProxy handle;
    private boolean allowed;
    private boolean over;

    Permission(long streamId, StreamName name, StreamContext context, FilmWriter out) {
        this.context = context;
        this.out = out;
        this.handle = new ListenerProxy(name, streamId, context.loop(), this);
    }

    /** Asks the application; the refusal is empty when it is allowed. Not after the end. */
    void ask(Consumer<Optional<String>> answer) {
        context.events().subscribe(handle, decided -> answered(decided, answer));
    }

    private void answered(StreamAnswer decided, Consumer<Optional<String>> answer) {
        allowed = decided instanceof StreamAnswer.Allowed;
        if (over) {
            tellEnd();
        } else if (decided instanceof StreamAnswer.Refused refused) {
            answer.accept(Optional.of(refused.description()));
        } else {
            answer.accept(Optional.empty());
        }
    }

    /** The viewer is gone. */
    void end() {
        over = true;
        tellEnd();
    }

    private void tellEnd() {
        if (allowed) {
            allowed = false;
            context.events().unsubscribed(handle);
        }
    }

    void takes(FilmWriter writer) {
        handle.takes(writer.wantsAudio(), writer.wantsVideo());
    }

    @Override
    public void receiveAudio(boolean wanted) {
        out.receiveAudio(wanted);
        takes(out);
    }

    @Override
    public void receiveVideo(boolean wanted) {
        out.receiveVideo(wanted);
        takes(out);
    }

    @Override
    public void sampleAccess(boolean audio, boolean video) {
        if (!over) {
            out.sampleAccess(audio, video);
        }
    }

    @Override
    public void measure() {}

    @Override
    public StreamQuality audioQuality() {
        return StreamQuality.UNKNOWN;
    }

    @Override
    public StreamQuality videoQuality() {
        return StreamQuality.UNKNOWN;
    }
}
