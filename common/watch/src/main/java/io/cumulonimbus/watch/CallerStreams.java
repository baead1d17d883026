package io.cumulonimbus.watch;

import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.SinkListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The streams of one caller. Used as the caller is. */
final class CallerStreams {
    private final List<CallerStream> all = new ArrayList<>();
    private final Server server;
    private Optional<MessageSink> answers = Optional.empty();

    /** What the caller can have done. */
    interface Server {
        /** The number of a stream that was made. */
        void create(Consumer<CallOutcome> created);

        /** Gives one back. */
        void delete(long id);

        /** Who stands on the caller, while it lasts. */
        Optional<ClientHandler> handler();
    }

    CallerStreams(Server server) {
        this.server = server;
    }

    /** The server's flow to the connection, to which flows of streams refer. */
    void answered(MessageSink sink) {
        answers = answers.or(() -> Optional.of(sink));
    }

    void open(CallerStream stream) {
        all.add(stream);
        server.create(outcome -> created(stream, outcome));
    }

    private void created(CallerStream stream, CallOutcome outcome) {
        long id =
                outcome instanceof CallOutcome.Result result
                        ? (long) result.value().asNumber().orElse(0)
                        : 0;
        Optional<ClientHandler> handler = server.handler();
        if (id > 0 && handler.isPresent() && !stream.isOver()) {
            stream.begin(id, answers, handler.get());
            return;
        }
        if (id > 0) {
            server.delete(id);
        }
        stream.fail(
                outcome instanceof CallOutcome.Failed failed
                        ? failed
                        : new CallOutcome.Failed("There is no stream"));
        all.remove(stream);
    }

    /** A flow to the stream of this number; nothing when there is none. */
    Optional<MessageSink> sink(long id, SinkListener drained) {
        return all.stream()
                .filter(stream -> stream.id() == id)
                .findFirst()
                .map(stream -> stream.sink(drained));
    }

    /** Moves what can be moved; answers whether anything did. */
    boolean step(long nowNs) {
        boolean moved = false;
        for (CallerStream stream : List.copyOf(all)) {
            moved |= stream.step(nowNs);
            if (stream.isOver()) {
                close(stream);
            }
        }
        return moved;
    }

    /** Ends one, whether or not it ended by itself. */
    void close(CallerStream stream) {
        stream.end();
        if (stream.id() != 0 && all.remove(stream)) {
            server.delete(stream.id());
        }
    }

    /** The caller is gone. */
    void end() {
        all.forEach(CallerStream::end);
        all.clear();
    }
}
