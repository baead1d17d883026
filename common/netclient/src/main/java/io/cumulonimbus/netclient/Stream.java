package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.net.loop.DeadlineTimer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The loop's side of a NetStream: one flow for commands and data, and one each for audio and video
 * when there is any, as rtmfp-cpp and Flash Player do. Owned by the loop.
 */
final class Stream {
    /** How long the server gets to confirm the end of a stream. */
    private static final long CONFIRM_NS = 1_000_000_000L;

    private final Connection connection;
    private final long id;
    private final StreamListener listener;
    private final QueueGauge gauge = new QueueGauge();
    private final Map<MediaKind, MessageSink> sinks = new EnumMap<>(MediaKind.class);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final DeadlineTimer confirmTimer;
    private String startCode = "";
    private double startId;
    private volatile boolean closing;
    private boolean told;
    private volatile boolean over;

    Stream(Connection connection, long id, StreamListener listener) {
        this.connection = connection;
        this.id = id;
        this.listener = listener;
        this.confirmTimer = new DeadlineTimer(connection.loop(), this::end);
    }

    long id() {
        return id;
    }

    /** Whether media is still taken. Any thread. */
    boolean isOpen() {
        return !closing && !over;
    }

    QueueGauge gauge() {
        return gauge;
    }

    /** Sends publish or play; done when {@code code} is heard, failed when refused or too late. */
    CompletableFuture<AmfValue> start(String command, List<AmfValue> arguments, String code) {
        CompletableFuture<AmfValue> answer = new CompletableFuture<>();
        startCode = code;
        startId = connection.transactions().open("the " + command, answer);
        command(command, arguments);
        return answer;
    }

    void command(String name, List<AmfValue> arguments) {
        write(MediaKind.DATA, connection.command(name, 0, arguments).message(), Deadline.NONE);
    }

    /** Writes on the flow of that kind; false when the stream is over or about to be. */
    boolean media(MediaKind kind, Message message, Deadline deadline) {
        return !closing && write(kind, message, deadline);
    }

    private boolean write(MediaKind kind, Message message, Deadline deadline) {
        if (over) {
            return false;
        }
        boolean taken = sinks.computeIfAbsent(kind, this::openSink).write(message, deadline);
        measure();
        return taken;
    }

    /** Commands and data share a flow, so that they keep their order. */
    private MessageSink openSink(MediaKind kind) {
        Priority priority =
                switch (kind) {
                    case AUDIO -> Priority.AUDIO;
                    case VIDEO -> Priority.VIDEO;
                    case DATA -> Priority.COMMAND;
                };
        return connection.openStreamFlow(id, priority, new Drain());
    }

    private final class Drain implements SinkListener {
        /** RFC 7425 §5.3.5.3: who rejects one flow of a stream rejects the stream. */
        @Override
        public void onException(long code) {
            end();
        }

        @Override
        public void onDrained(long bytes) {
            measure();
        }
    }

    private void measure() {
        long queued = 0;
        for (MessageSink sink : sinks.values()) {
            queued += sink.queuedBytes();
        }
        gauge.queued(queued);
        if (closing && !told && queued == 0) {
            tell();
        }
    }

    void onStatus(Status status) {
        if (over) {
            return;
        }
        if (status.code().equals(startCode)) {
            connection.transactions().succeed(startId, status.info());
        } else if (isRefusal(status)) {
            connection.transactions().fail(startId, status.info());
        }
        listener.onStatus(status);
        if (told && isFarewell(status)) {
            end();
        }
    }

    /** Cumulus sends its refusals with level "status", so the code decides as well. */
    private static boolean isRefusal(Status status) {
        String code = status.code();
        return status.level().equals("error")
                || code.endsWith(".BadName")
                || code.endsWith(".Failed")
                || code.endsWith(".StreamNotFound");
    }

    private static boolean isFarewell(Status status) {
        return status.code().equals("NetStream.Unpublish.Success")
                || status.code().equals("NetStream.Play.Stop");
    }

    void onMedia(MediaKind kind, long timestamp, Message body) {
        if (!over) {
            listener.onMessage(kind, timestamp, body);
        }
    }

    void onLost(long fragments) {
        if (!over) {
            listener.onLost(fragments);
        }
    }

    /** Ends in order: everything written is delivered, then the server is told and may confirm. */
    CompletableFuture<Void> close() {
        if (!closing) {
            closing = true;
            measure();
        }
        return ended;
    }

    private void tell() {
        told = true;
        command("closeStream", List.of());
        confirmTimer.set(connection.loop().nowNs() + CONFIRM_NS);
    }

    /** Ends now; harmless when repeated. */
    void end() {
        if (over) {
            return;
        }
        over = true;
        closing = true;
        confirmTimer.cancel();
        connection.forget(this);
        connection.invoke("deleteStream", List.of(AmfValue.of((double) id)));
        List.copyOf(sinks.values()).forEach(MessageSink::close);
        gauge.close();
        listener.onClosed();
        ended.complete(null);
    }
}
