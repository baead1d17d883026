package io.cumulonimbus.origin.resume;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.Arrival;
import io.cumulonimbus.client.Calls;
import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.ForwardingClient;
import io.cumulonimbus.client.ForwardingHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.origin.stream.PublicationName;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.stream.FarSubscription;
import io.cumulonimbus.stream.LastHop;
import io.cumulonimbus.stream.Viewer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stands between a client that may outlive us and who handles it: writes down what passes, and
 * after another origin's end says it again, in the client's place. Owned by the client's loop.
 */
final class ResumableClient extends ForwardingClient implements LastHop, PublicationName.Source {
    private final Scribe scribe;
    private final Optional<Replay> replay;
    private final List<Passage> deferred = new ArrayList<>(0);
    private ClientHandler handler;
    private Optional<HeardSink> control = Optional.empty();
    private final boolean resumed;
    private boolean replaying;

    private ResumableClient(Client client, Seal seal, Optional<Transcript> known) {
        super(client);
        this.scribe = new Scribe(client, seal, known.orElseGet(Transcript::new));
        this.replay = known.map(transcript -> new Replay(transcript, this));
        this.replaying = known.isPresent();
        // What cannot be read is not gone on with.
        this.resumed = client.restoredFrom().isEmpty() ? client.isResumed() : replaying;
    }

    static ClientHandler accept(Client client, ClientAcceptor acceptor, Seal seal) {
        List<byte[]> parts = client.restoredFrom();
        Optional<Transcript> known = Optional.empty();
        if (!parts.isEmpty()) {
            byte[] calls = seal.open(parts.get(1), client.identity()).orElse(new byte[0]);
            known =
                    seal.open(parts.get(0), client.identity())
                            .flatMap(main -> Transcript.parse(main, calls))
                            .filter(transcript -> transcript.connect.length > 0);
        }
        Calls left = client.calls();
        known.ifPresent(
                transcript ->
                        left.open()
                                .forEach(
                                        call ->
                                                transcript.pending.add(
                                                        Double.longBitsToDouble(call))));
        ResumableClient made = new ResumableClient(client, seal, known);
        made.replay.ifPresent(replay -> replay.answered(left.answered()));
        made.handler = acceptor.accept(made);
        return made.new Heard(made.handler);
    }

    Scribe scribe() {
        return scribe;
    }

    Optional<Replay> replay() {
        return replay;
    }

    // ---- from the client ----

    /** What the client says. */
    private final class Heard extends ForwardingHandler {
        Heard(ClientHandler handler) {
            super(handler);
        }

        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            long stream = streamOf(flow.metadata());
            Passage passage = new Passage(flow, stream);
            scribe.takingPart().opened(flow);
            if (replaying && stream == 0 && flow.answers().isEmpty()) {
                Optional<FlowHandler> taken = super.onFlow(flow);
                taken.ifPresent(to -> replay.orElseThrow().begin(to));
                return taken.map(passage::to);
            }
            if (replaying) {
                // Streams are not there again yet.
                flow.suspend(true);
                deferred.add(passage);
                return Optional.of(passage);
            }
            return super.onFlow(flow).map(passage::to);
        }
    }

    private static long streamOf(byte[] metadata) {
        return FlowMetadata.parse(metadata).map(FlowMetadata::streamId).orElse(-1L);
    }

    /** Opens a flow on which only we speak. */
    Optional<FlowHandler> open(ReplayFlow flow) {
        return handler.onFlow(flow);
    }

    /** Everything is where it was: what waited goes on. */
    void replayed() {
        replaying = false;
        List.copyOf(scribe.transcript().pending).forEach(this::outcomeUnknown);
        for (Passage passage : deferred) {
            // Whoever takes it may hold it: a stream that is still to be allowed to publish.
            passage.flow.suspend(false);
            Optional<FlowHandler> taken = handler.onFlow(passage.flow);
            if (taken.isPresent()) {
                scribe.takingPart().joinAgain(passage.flow, taken.get());
                passage.to(taken.get());
            } else {
                passage.flow.reject(0);
            }
        }
        deferred.clear();
    }

    /** Writes an answer in one with the news that it was given. */
    boolean answer(MessageSink sink, Message message, Deadline deadline, double transaction) {
        return client().answer(sink, message, deadline, Double.doubleToLongBits(transaction));
    }

    /** Whoever called is told once: the call is not made again. */
    private void outcomeUnknown(double transaction) {
        scribe.owed(transaction);
        AmfObject info =
                new AmfObject()
                        .put("level", "error")
                        .put("code", "NetConnection.Call.Failed")
                        .put("description", "The server was lost, the outcome is unknown");
        say(new Command(Command.ERROR, transaction, AmfValue.NULL, List.of(info)));
    }

    private void say(Command command) {
        control.ifPresent(
                sink -> sink.write(command.toMessage(encoding()).message(), Deadline.NONE));
    }

    private ObjectEncoding encoding() {
        try {
            Message connect = Message.of(scribe.transcript().connect);
            return ObjectEncoding.announcedIn(
                    Command.decode(TcMessage.parse(connect).orElseThrow()).object());
        } catch (MalformedAmfException | RuntimeException broken) {
            return ObjectEncoding.AMF0;
        }
    }

    /** A connect was accepted: what the client hears in our place when we are gone. */
    void connected() {
        if (identity().protocol() != Protocol.RTMFP) {
            return; // those hear of every end from their gateway
        }
        AmfObject info =
                new AmfObject()
                        .put("level", "status")
                        .put("code", "NetConnection.Connect.Closed")
                        .put("description", "The server was lost");
        Message words = Command.onStatus(info).toMessage(encoding()).message();
        control.ifPresent(sink -> client().lastWords(sink.sink(), words));
    }

    /** The messages of one flow of the client's. */
    private final class Passage implements FlowHandler {
        private final IncomingFlow flow;
        private final long stream;
        private Optional<FlowHandler> next = Optional.empty();
        private boolean closed;

        Passage(IncomingFlow flow, long stream) {
            this.flow = flow;
            this.stream = stream;
        }

        FlowHandler to(FlowHandler taker) {
            next = Optional.of(taker);
            if (closed) {
                taker.onClosed();
            }
            return this;
        }

        @Override
        public void onMessage(Message message, long lostBefore) {
            if (stream < 0) {
                scribe.takingPart().said(flow, message);
            } else {
                TcMessage.parse(message).ifPresent(this::writeDown);
            }
            next.ifPresent(taker -> taker.onMessage(message, lostBefore));
        }

        @Override
        public void onMedia(Message message, Arrival arrival) {
            next.ifPresent(taker -> taker.onMedia(message, arrival));
        }

        private void writeDown(TcMessage message) {
            if (stream == 0) {
                scribe.saidOnControl(message);
            } else if (stream > 0) {
                scribe.saidOnStream(stream, message);
            }
        }

        @Override
        public void onRepeated(Message message, long lostBefore) {
            Optional<TcMessage> said = TcMessage.parse(message);
            if (said.isEmpty() || !isDone(said.get())) {
                onMessage(message, lostBefore);
            }
        }

        /** Whether a message that was said before is not to be said again. */
        private boolean isDone(TcMessage message) {
            if (stream > 0) {
                return replay.filter(r -> r.said(stream, message)).isPresent();
            }
            if (stream != 0 || replay.isEmpty()) {
                return false;
            }
            double transaction = Scribe.transaction(message);
            if (Scribe.isCall(message)) {
                if (transaction != 0 && replay.get().isUnanswered(transaction)) {
                    outcomeUnknown(transaction);
                }
                return true;
            }
            return replay.get().said(0, message);
        }

        @Override
        public void onClosed() {
            closed = true;
            scribe.takingPart().closed(flow);
            next.ifPresent(FlowHandler::onClosed);
        }
    }

    @Override
    public PublicationName publicationOf(long id, PublicationName drawn) {
        Transcript.Stream stream = scribe.transcript().streams.get(id);
        if (stream == null) {
            return drawn;
        }
        PublicationName name = replay.flatMap(known -> known.publicationOf(id)).orElse(drawn);
        stream.publication = name.id();
        stream.moves = name.moves();
        stream.shift = name.shift();
        scribe.tell();
        return name;
    }

    @Override
    public void shifted(long id, long publication, long shift) {
        Transcript.Stream stream = scribe.transcript().streams.get(id);
        if (stream != null && stream.publication == publication) {
            stream.shift = shift;
            scribe.tell();
        }
    }

    // ---- to the client ----

    @Override
    public MessageSink openFlow(FlowSpec spec, SinkListener listener) {
        MessageSink sink = super.openFlow(spec, listener);
        long stream = streamOf(spec.metadata());
        boolean commands = spec.priority() == Priority.COMMAND || spec.priority() == Priority.DATA;
        if (stream < 0 || !commands) {
            return sink;
        }
        HeardSink heard = new HeardSink(sink, stream, this);
        if (stream == 0 && control.isEmpty()) {
            control = Optional.of(heard);
        }
        return heard;
    }

    @Override
    protected MessageSink inner(MessageSink flow) {
        return HeardSink.unwrap(flow);
    }

    @Override
    public Optional<FarSubscription> subscribe(String stream, Viewer viewer) {
        if (!(client() instanceof LastHop node)) {
            return Optional.empty();
        }
        return node.subscribe(
                stream,
                new Viewer(
                        HeardSink.unwrap(viewer.data()),
                        HeardSink.unwrap(viewer.audio()),
                        HeardSink.unwrap(viewer.video()),
                        viewer.amf3(),
                        viewer.policy()));
    }

    @Override
    public boolean isResumed() {
        return resumed;
    }

    @Override
    public List<byte[]> restoredFrom() {
        return replay.isPresent() ? super.restoredFrom() : List.of();
    }
}
