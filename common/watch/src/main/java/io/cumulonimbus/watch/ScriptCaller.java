package io.cumulonimbus.watch;

import io.cumulonimbus.amf.AmfLimits;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.ExternalClasses;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A client that calls functions of an application, and may publish and play streams: connects to it
 * as every other client does, so that whoever stands on it sees nothing new; and hands on what is
 * answered and called.
 *
 * <p>Not thread-safe, never blocks, never logs. Its host calls {@link #flush} at the end of the
 * loop turn after {@code outputPending} ran and whenever there is room again, {@link #advance} at
 * the latest at the time it answered last, and ends its connection once it {@linkplain #isFinished
 * is finished}.
 */
public final class ScriptCaller extends WebClient {
    /** Calls without an answer. */
    public static final int MOST_CALLS = 64;

    private static final int AMF3 = 3;

    /** What only {@link #read} says. */
    private static final String READ = "@read";

    private final Listener listener;
    private final Map<Double, Consumer<CallOutcome>> calls = new LinkedHashMap<>();
    private final CallerStreams streams = new CallerStreams(new Server());
    private double transactions = ViewerTalk.CONNECT;
    private boolean connected;

    /** Who is told what the application says. */
    public interface Listener {
        /** The application takes the client; calls can be made. */
        void onConnected();

        /**
         * It does not, and all is over.
         *
         * @param description the server's words; may be empty
         */
        void onRefused(WatchAnswer answer, String description);

        /** It calls something at the client, which answers nothing. */
        void onInvoked(Invocation invocation);

        /** Whether there is room for what it says. */
        boolean hasRoom();
    }

    /**
     * @param request whose path is that of the application; the stream in it means nothing
     * @param outputPending called when there is something to flush, at most once until the next
     *     flush
     * @param random makes an id: unpredictable in production
     */
    public ScriptCaller(
            WatchRequest request,
            Listener listener,
            Runnable outputPending,
            RandomGenerator random) {
        super(request, outputPending, random);
        this.listener = listener;
    }

    /** Connects; once, before anything else. */
    public void start(ClientAcceptor acceptor, long nowNs) {
        connect(acceptor, AMF3, nowNs);
    }

    /** Calls a function, once it is connected; the outcome comes during a flush, or at once. */
    public void call(String method, List<AmfValue> arguments, Consumer<CallOutcome> outcome) {
        if (isFinished() || !connected) {
            outcome.accept(new CallOutcome.Failed("not connected"));
        } else if (OwnWords.contain(method)) {
            outcome.accept(CallOutcome.notFound(method));
        } else {
            ask(method, arguments, outcome);
        }
    }

    /**
     * Reads a part of a file that everybody may see.
     *
     * @param name decoded, as anybody may have sent it
     * @param from where to begin; below 0 so many bytes before the end
     * @param most bytes
     */
    public void read(String name, long from, int most, Consumer<FileAnswer> part) {
        ask(
                READ,
                List.of(AmfValue.of(name), AmfValue.of(from), AmfValue.of(most)),
                outcome -> part.accept(FileAnswer.of(outcome, name)));
    }

    /**
     * Publishes a stream, once it is connected; the outcome comes when it is allowed or refused.
     *
     * @param name with parameters behind it, if it has any
     */
    public CallerStream publish(
            String name, CallerStream.Listener told, Consumer<CallOutcome> outcome) {
        return opened(CallerStream.publishing(name, told, outcome, this::wake));
    }

    /** Plays a stream; the same. */
    public CallerStream play(
            String name, CallerStream.Listener told, Consumer<CallOutcome> outcome) {
        return opened(CallerStream.playing(name, told, outcome, this::wake));
    }

    private CallerStream opened(CallerStream stream) {
        streams.open(stream);
        return stream;
    }

    /** Publishes or plays it no more. */
    public void close(CallerStream stream) {
        streams.close(stream);
    }

    /** What streams need of the connection. */
    private final class Server implements CallerStreams.Server {
        @Override
        public void create(Consumer<CallOutcome> created) {
            ask("createStream", List.of(), created);
        }

        @Override
        public void delete(long id) {
            control()
                    .say(
                            Command.of("deleteStream", 0, AmfValue.of(id))
                                    .toMessage(ObjectEncoding.AMF3));
        }

        @Override
        public Optional<ClientHandler> handler() {
            return ScriptCaller.this.handler();
        }
    }

    private void ask(String method, List<AmfValue> arguments, Consumer<CallOutcome> outcome) {
        if (isFinished()) {
            outcome.accept(new CallOutcome.Failed("The connection has ended"));
        } else if (calls.size() >= MOST_CALLS) {
            outcome.accept(new CallOutcome.Failed("Too many calls at once"));
        } else {
            double transaction = ++transactions;
            calls.put(transaction, outcome);
            control()
                    .say(
                            new Command(method, transaction, AmfValue.NULL, arguments)
                                    .toMessage(ObjectEncoding.AMF3));
        }
    }

    /** Says and hands on as much as there is room for. */
    public void flush(long nowNs) {
        flushing();
        boolean moved = true;
        while (moved && !isFinished()) {
            queue().stamp(nowNs);
            moved = control().deliver();
            if (!connected || listener.hasRoom()) {
                moved |= queue().nextOfConnection(this::heard);
            }
            moved |= streams.step(nowNs);
            if (control().isRejected()) {
                refuse(WatchAnswer.UNAVAILABLE, "");
            }
        }
        flushed();
    }

    private void heard(TcMessage message) {
        if (isFinished() || !MessageType.isCommand(message.type())) {
            return;
        }
        if (!connected) {
            connecting(ViewerTalk.of(message));
            return;
        }
        try {
            Command command = Command.decode(message, AmfLimits.DEFAULT, ExternalClasses.FLEX);
            switch (command.name()) {
                case Command.RESULT ->
                        answered(command, new CallOutcome.Result(command.argument(0)));
                case Command.ERROR -> answered(command, CallOutcome.failed(command.argument(0)));
                case "close" -> finish(CloseReason.FAR_CLOSED);
                default -> listener.onInvoked(new Invocation(command.name(), command.arguments()));
            }
        } catch (MalformedAmfException unreadable) {
            fail("The answer cannot be said here");
        }
    }

    private void connecting(ViewerTalk talk) {
        switch (talk) {
            case ViewerTalk.Connected yes -> {
                connected = true;
                waitsUntil(Long.MAX_VALUE);
                listener.onConnected();
            }
            case ViewerTalk.Refused refused -> refuse(refused.answer(), refused.description());
            case ViewerTalk.Dismissed dismissed -> refuse(WatchAnswer.UNAVAILABLE, "");
            default -> {}
        }
    }

    private void answered(Command command, CallOutcome outcome) {
        Consumer<CallOutcome> waiting = calls.remove(command.transactionId());
        if (waiting != null) {
            waiting.accept(outcome);
        }
    }

    private void fail(String why) {
        List<Consumer<CallOutcome>> all = List.copyOf(calls.values());
        calls.clear();
        all.forEach(one -> one.accept(new CallOutcome.Failed(why)));
    }

    private void refuse(WatchAnswer why, String words) {
        boolean told = connected || isFinished();
        finish(CloseReason.FAR_CLOSED);
        if (!told) {
            listener.onRefused(why, words);
        }
    }

    @Override
    void overdue(long nowNs) {
        refuse(WatchAnswer.UNAVAILABLE, "");
    }

    @Override
    void ending() {
        streams.end();
    }

    @Override
    void ended() {
        fail("The connection has ended");
    }

    /** A flow that is neither of the connection nor of a stream takes nothing. */
    @Override
    public MessageSink openFlow(FlowSpec spec, SinkListener drained) {
        Optional<FlowMetadata> metadata = FlowMetadata.parse(spec.metadata());
        long id = metadata.map(FlowMetadata::streamId).orElse(-1L);
        Optional<MessageSink> ofStream =
                id > 0 && isOpen() ? streams.sink(id, drained) : Optional.empty();
        boolean open = opens(metadata.filter(one -> id == 0 || ofStream.isPresent()));
        if (ofStream.isPresent()) {
            return ofStream.get();
        }
        MessageSink sink = new ViewerSink(true, queue(), drained, open);
        if (id == 0) {
            streams.answered(sink);
        }
        return sink;
    }
}
