package io.cumulonimbus.rtmp.connection;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientFigures;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.chunkstream.ByteSink;
import io.cumulonimbus.rtmp.chunkstream.ChunkReader;
import io.cumulonimbus.rtmp.chunkstream.MalformedChunkException;
import io.cumulonimbus.rtmp.handshake.Handshake;
import io.cumulonimbus.rtmp.message.Aggregate;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One end of an RTMP connection: a byte stream whose message streams are flows. Either end is a
 * client to its handler.
 *
 * <p>Not thread-safe, never blocks, never logs. Its host feeds it with {@link #receive} as long as
 * it {@linkplain #wantsInput wants input}, calls {@link #advance} at the latest at the time it
 * answered last, and {@link #flush} at the end of the loop turn after {@code outputPending} ran,
 * later while it {@linkplain #isPatient is patient}, and whenever the socket has room again; and
 * closes the socket once the connection {@linkplain #isFinished is finished}.
 *
 * <p>What differs from RTMFP, because RTMP has no word for it: a refused or rejected flow is
 * dropped here, and the far end hears nothing of it; the end of a flow of ours is not heard by the
 * far end; deadlines count until a message is begun.
 */
public abstract sealed class RtmpPeer implements Client
        permits RtmpConnection, RtmpClientConnection {
    private final RtmpConfig config;
    private final ClientIdentity identity;
    private final InetSocketAddress address;
    private final ClientAcceptor acceptor;
    private final WakeUp wakeUp;
    private final Handshake handshake;
    private final ChunkReader reader;
    private final Wiring wiring = new Wiring();
    private final IncomingFlows incoming = new IncomingFlows(wiring);
    private final OutgoingFlows outgoing = new OutgoingFlows(wiring);
    private final ProtocolControl protocol;
    private final PeerTimers timers;
    private State state = State.HANDSHAKE;
    private Optional<ClientHandler> handler = Optional.empty();
    private Optional<MessageSink> controlSink = Optional.empty();
    private Optional<CloseReason> closed = Optional.empty();
    private boolean told;
    private long nowNs;

    private enum State {
        HANDSHAKE,
        OPEN,
        /** Only what was written before is still sent. */
        CLOSING,
        FINISHED
    }

    RtmpPeer(
            RtmpConfig config,
            Protocol protocol,
            InetSocketAddress address,
            ClientAcceptor acceptor,
            Runnable outputPending,
            RandomGenerator random,
            Handshake handshake,
            long nowNs) {
        byte[] id = new byte[ClientIdentity.PEER_ID_LENGTH];
        random.nextBytes(id);
        this.config = config;
        this.identity = new ClientIdentity(protocol, id, "", new byte[0], new byte[0]);
        this.address = address;
        this.acceptor = acceptor;
        this.wakeUp = new WakeUp(outputPending);
        this.handshake = handshake;
        this.reader = new ChunkReader(config.limits(), this::onMessage);
        this.protocol = new ProtocolControl(outgoing, config.window());
        this.timers = new PeerTimers(config, nowNs);
        this.nowNs = nowNs;
    }

    /** The handshake is done; the acceptor is asked next. */
    void opening() {}

    /** The first command of stream 0 is about to be handed over. */
    void controlOpens() {}

    /** A message is about to be handed over. */
    void delivering(long streamId, TcMessage message) {}

    /** A message was handed over. */
    void delivered(long streamId, TcMessage message) {}

    /** A message is about to be queued. */
    void writing(long streamId, TcMessage message) {}

    /** The stream whose flows a message of the far end belongs to. */
    long streamOf(long streamId, TcMessage message) {
        return streamId;
    }

    /** A flush begins. */
    void flushing() {}

    /** Says goodbye in words, where there is a word for it. */
    void farewell() {}

    /** Takes bytes from the socket; the array is the caller's again after the return. */
    public final void receive(byte[] bytes, int offset, int length, long now) {
        nowNs = now;
        if (state != State.HANDSHAKE && state != State.OPEN) {
            return;
        }
        timers.heard(now);
        if (incoming.heldBytes() > config.heldBytes() + (long) config.limits().partialBytes()) {
            // The host did not stop reading, or had read too much already.
            end(CloseReason.MISBEHAVED);
        }
        int taken = state == State.HANDSHAKE ? shakeHands(bytes, offset, length) : 0;
        if (state == State.OPEN) {
            protocol.received(length);
            try {
                reader.receive(bytes, offset + taken, length - taken);
            } catch (MalformedChunkException broken) {
                end(CloseReason.MISBEHAVED);
            }
        }
    }

    private int shakeHands(byte[] bytes, int offset, int length) {
        int taken = handshake.receive(bytes, offset, length);
        wiring.wake(false);
        switch (handshake.state()) {
            case OPEN -> {}
            case DONE -> {
                state = State.OPEN;
                timers.opened(nowNs);
                opening();
                handler = Optional.of(acceptor.accept(this));
            }
            case REFUSED -> {
                closed = Optional.of(CloseReason.MISBEHAVED);
                state = State.CLOSING;
            }
        }
        return taken;
    }

    /** Ends at once, without a word to the far end: which closed the socket, for one. */
    public final void abort(CloseReason reason, long now) {
        nowNs = now;
        end(reason);
    }

    /** Writes as much as there is room for. */
    public final void flush(ByteSink sink, long now) {
        nowNs = now;
        wakeUp.flushed();
        outgoing.stamp(now);
        flushing();
        incoming.drain();
        tell();
        if (state != State.FINISHED && sink.room() > 0) {
            write(sink);
        }
        if (state == State.CLOSING && !hasOutput()) {
            end(CloseReason.NEAR_CLOSED);
        }
    }

    private void write(ByteSink sink) {
        byte[] first = handshake.takeOutput();
        if (first.length > 0) {
            // Alone: Red5's client loses what follows S2 in the same HTTP reply.
            sink.write(first, 0, first.length);
            if (!outgoing.isEmpty()) {
                wiring.wake(false);
            }
            return;
        }
        while (sink.room() > 0 && outgoing.writeChunk(sink, nowNs)) {}
    }

    /** Does what is due; answers when to call again at the latest. */
    public final long advance(long now) {
        nowNs = now;
        if (state == State.FINISHED) {
            return Long.MAX_VALUE;
        }
        if (!wantsInput()) {
            timers.heard(now);
        }
        boolean late =
                switch (state) {
                    case HANDSHAKE -> timers.handshakeLate(now);
                    case OPEN -> timers.silent(now);
                    default -> timers.lingered(now);
                };
        if (late) {
            end(CloseReason.TIMED_OUT);
            return Long.MAX_VALUE;
        }
        if (state == State.OPEN && timers.pingDue(now)) {
            protocol.ping(now);
        }
        return timers.next(state == State.HANDSHAKE, state == State.CLOSING);
    }

    /** Whether to go on reading from the socket; look again after every call. */
    public final boolean wantsInput() {
        return (state == State.HANDSHAKE || state == State.OPEN)
                && incoming.heldBytes() < config.heldBytes();
    }

    /** Whether flushing would write something. */
    public final boolean hasOutput() {
        return state != State.FINISHED && (!outgoing.isEmpty() || handshake.hasOutput());
    }

    /** Whether all that is of message streams but 0, and less than so many bytes. */
    public final boolean hasOnlyMedia(long bytes) {
        return hasOutput() && !handshake.hasOutput() && outgoing.isOnlyMedia(bytes);
    }

    /** Whether {@code outputPending} ran for a little media only, which may wait for more. */
    public final boolean isPatient() {
        return wakeUp.isPatient();
    }

    /** Whether the socket is to be closed, once it sent what it was given. */
    public final boolean isFinished() {
        return state == State.FINISHED;
    }

    /** Why the connection is over or about to be; empty while it is not. */
    public final Optional<CloseReason> closeReason() {
        return closed;
    }

    /** The handshake, to see what the far end is: a refused version 6, 8 or 9 is RTMPE. */
    public final Handshake handshake() {
        return handshake;
    }

    /** Messages that were dropped as nobody wanted them. */
    public final long ignored() {
        return incoming.ignored();
    }

    final RtmpConfig config() {
        return config;
    }

    final OutgoingFlows outgoing() {
        return outgoing;
    }

    final IncomingFlows incoming() {
        return incoming;
    }

    final ProtocolControl protocol() {
        return protocol;
    }

    private boolean onMessage(long streamId, TcMessage message) {
        if (message.type() == MessageType.AGGREGATE) {
            Aggregate.split(message).forEach(part -> incoming.receive(streamId, part));
        } else if (!protocol.take(message, nowNs)) {
            incoming.receive(streamOf(streamId, message), message);
        }
        return state == State.OPEN;
    }

    /** Ends at once; what is queued is given up. */
    private void end(CloseReason reason) {
        if (state != State.FINISHED) {
            state = State.FINISHED;
            closed = Optional.of(closed.orElse(reason));
            outgoing.end();
            tell();
        }
    }

    /** Once, and outside of the handler's own calls. */
    private void tell() {
        if (closed.isPresent() && !told) {
            told = true;
            incoming.end(closed.get() == CloseReason.FAR_CLOSED);
            handler.ifPresent(h -> h.onClosed(closed.get()));
        }
    }

    @Override
    public final ClientIdentity identity() {
        return identity;
    }

    @Override
    public final InetSocketAddress address() {
        return address;
    }

    @Override
    public final long roundTripNs() {
        return protocol.roundTripNs();
    }

    @Override
    public final ClientFigures figures() {
        return outgoing.figures();
    }

    /** A flow whose metadata names no message stream takes nothing: RTMP has no other flows. */
    @Override
    public final MessageSink openFlow(FlowSpec spec, SinkListener listener) {
        Optional<FlowMetadata> metadata = FlowMetadata.parse(spec.metadata());
        if (state != State.OPEN || metadata.isEmpty()) {
            return new OutgoingFlow(0, Priority.COMMAND, outgoing, listener, false);
        }
        long streamId = metadata.get().streamId();
        MessageSink sink = outgoing.open(streamId, spec.priority(), listener);
        if (streamId == 0 && controlSink.isEmpty()) {
            controlSink = Optional.of(sink);
        }
        return sink;
    }

    @Override
    public final void close(CloseReason reason) {
        if (state == State.OPEN) {
            farewell();
            outgoing.close();
            closed = Optional.of(reason);
            state = State.CLOSING;
            wiring.wake(false);
        }
    }

    /** What incoming and outgoing flows need of the connection. */
    private final class Wiring implements IncomingFlows.Owner, OutgoingFlows.Owner {
        @Override
        public Optional<FlowHandler> offer(IncomingFlow flow) {
            return handler.flatMap(h -> h.onFlow(flow));
        }

        @Override
        public Optional<MessageSink> answered() {
            return controlSink;
        }

        @Override
        public boolean opensControl(TcMessage message) {
            if (!MessageType.isCommand(message.type())) {
                return false;
            }
            controlOpens();
            return true;
        }

        @Override
        public void delivering(long streamId, TcMessage message) {
            RtmpPeer.this.delivering(streamId, message);
        }

        @Override
        public void delivered(long streamId, TcMessage message) {
            RtmpPeer.this.delivered(streamId, message);
        }

        @Override
        public void writing(long streamId, TcMessage message) {
            RtmpPeer.this.writing(streamId, message);
        }

        @Override
        public boolean isOpen() {
            return state == State.OPEN;
        }

        @Override
        public void wake(boolean patient) {
            if (state != State.FINISHED) {
                wakeUp.tell(patient);
            }
        }
    }
}
