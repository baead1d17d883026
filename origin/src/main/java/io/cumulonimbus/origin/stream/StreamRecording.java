package io.cumulonimbus.origin.stream;

import io.cumulonimbus.origin.record.AppMedia;
import io.cumulonimbus.origin.record.RecordingListener;
import io.cumulonimbus.origin.record.RecordingProxy;
import java.util.Optional;

/**
 * The recording that a publisher asked for, and what it is told of it. That it cannot be made does
 * not keep the stream from being live.
 */
final class StreamRecording implements RecordingListener {
    private final String name;
    private final StatusWriter status;
    private Optional<RecordingProxy> file = Optional.empty();
    private boolean failed;
    private boolean over;
    private Optional<Role.Farewell> farewell = Optional.empty();

    /** Where a stream says something to its client. */
    interface StatusWriter {
        /** An {@code onStatus} of level "status", or of the level of failures. */
        void say(boolean failure, String code, String description);
    }

    /** Begins to record what is published, if the client may. */
    static Optional<StreamRecording> begin(
            Publishing publishing,
            Publication publication,
            StreamContext context,
            StatusWriter to) {
        if (!publishing.type().records()) {
            return Optional.empty();
        }
        String name = publishing.name();
        Optional<AppMedia> media = context.media().filter(app -> app.mayRecord(name));
        if (media.isEmpty()) {
            to.say(true, "NetStream.Record.NoAccess", name + " cannot be recorded here");
            return Optional.empty();
        }
        StreamRecording recording = new StreamRecording(name, to);
        boolean append = publishing.type() == PublishType.APPEND;
        recording.file = media.get().record(name, append, context.loop(), recording);
        if (recording.file.isEmpty()) {
            to.say(true, "NetStream.Record.Failed", "Too many files are open to record " + name);
            return Optional.empty();
        }
        publication.record(recording.file.get());
        return Optional.of(recording);
    }

    private StreamRecording(String name, StatusWriter status) {
        this.name = name;
        this.status = status;
    }

    /** Ends the file; what is said last waits until it is in its place. */
    void end() {
        file.ifPresent(RecordingProxy::finish);
    }

    /** What to say when the file is in its place. */
    void sayLast(Role.Farewell words) {
        if (over) {
            status.say(false, words.code(), words.description());
        } else {
            farewell = Optional.of(words);
        }
    }

    @Override
    public void started() {
        status.say(false, "NetStream.Record.Start", "Recording " + name);
    }

    @Override
    public void failed(String why) {
        failed = true;
        status.say(true, "NetStream.Record.Failed", name + " is not recorded: " + why);
    }

    @Override
    public void stopped() {
        over = true;
        if (!failed) {
            status.say(false, "NetStream.Record.Stop", name + " is recorded");
        }
        farewell.ifPresent(f -> status.say(false, f.code(), f.description()));
    }
}
