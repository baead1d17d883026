package io.cumulonimbus.link.remote;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.link.connection.Sequence;
import io.cumulonimbus.link.ingress.IngressStream;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * What another origin would have to be sent once more of one flow: messages that were not
 * acknowledged, and media since the last key frame.
 */
final class Resending {
    private final LinkSink sink;
    private final ArrayDeque<QueuedMessage> unacknowledged = new ArrayDeque<>(0);
    private int life;
    private Optional<IngressStream<QueuedMessage>> stream = Optional.empty();

    Resending(LinkSink sink) {
        this.sink = sink;
    }

    /** The flow belongs to a stream of a publisher's, or of somebody who may become one. */
    void carries(IngressStream<QueuedMessage> media) {
        stream = Optional.of(media);
    }

    /** A message is written. */
    void written(QueuedMessage entry, Message message, long lostBefore) {
        if (stream.isPresent()) {
            entry.number = stream.get().count(message);
            entry.group = stream.get().group();
            entry.opens = stream.get().opens();
            if (entry.number > 0) {
                entry.flow = sink;
                stream.get().keep(entry, message, lostBefore);
            }
        }
    }

    /** All of it is sent with the next frame. */
    void sent(QueuedMessage entry, Sequence sequence) {
        unacknowledged.add(entry);
        int sentIn = life;
        sequence.whenAcknowledged(
                () -> {
                    if (sentIn == life) { // by the link where it was sent last
                        unacknowledged.poll().acknowledged = true;
                    }
                });
    }

    /**
     * What another origin is sent first, oldest first; what it gets to replay is replaced.
     *
     * @param current the message that is being sent, or null
     */
    ArrayDeque<QueuedMessage> all(QueuedMessage current, boolean begun) {
        life++;
        ArrayDeque<QueuedMessage> all = new ArrayDeque<>();
        stream.ifPresent(media -> media.kept().forEach(entry -> replay(entry, all)));
        unacknowledged.removeIf(entry -> entry.replayed);
        unacknowledged.forEach(entry -> entry.again = true);
        all.addAll(unacknowledged);
        unacknowledged.clear();
        if (current != null && !current.replayed) {
            current.again = begun;
            all.add(current);
        }
        return all;
    }

    private void replay(QueuedMessage entry, ArrayDeque<QueuedMessage> all) {
        if (!entry.flow.isOpen() && sink.isOpen()) {
            entry.flow = sink; // whose flow is over is replayed on another one of the stream
        }
        if (entry.acknowledged && entry.flow == sink) {
            all.add(entry.toReplay());
        }
    }
}
