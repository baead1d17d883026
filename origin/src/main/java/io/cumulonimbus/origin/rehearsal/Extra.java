package io.cumulonimbus.origin.rehearsal;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A client of RTMFP that nobody plays: connects, publishes or plays, and calls something. Owned by
 * the loop of the edge's links.
 */
final class Extra implements Client {
    private static final int KEY = 0x12;
    private static final int INTER = 0x22;
    private static final int FRAME_BYTES = 600;
    private static final int CONNECT = 1;
    private static final int CREATE_STREAM = 2;
    private static final int CALL = 3;

    private final ClientIdentity identity;
    private final InetSocketAddress address =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private final String stream;
    private final boolean publishes;
    private ClientHandler handler;
    private FlowHandler commands;
    private Optional<FlowHandler> control = Optional.empty();
    private Optional<FlowHandler> media = Optional.empty();
    private boolean ready;
    private int frames;

    Extra(String stream, boolean publishes, RandomGenerator random) {
        this.stream = stream;
        this.publishes = publishes;
        byte[] id = new byte[ClientIdentity.PEER_ID_LENGTH];
        random.nextBytes(id);
        this.identity =
                new ClientIdentity(
                        Protocol.RTMFP,
                        id,
                        "rtmfp://localhost/" + Stage.APPLICATION,
                        id.clone(),
                        id.clone());
    }

    /** It comes in. */
    void begin(ClientHandler by) {
        handler = by;
        commands = open(FlowMetadata.CONTROL).orElseThrow();
        AmfObject wish = new AmfObject();
        wish.put("app", AmfValue.of(Stage.APPLICATION));
        wish.put("tcUrl", AmfValue.of(identity.uri()));
        wish.put("objectEncoding", AmfValue.of(ObjectEncoding.AMF3.number()));
        say(commands, new Command("connect", CONNECT, wish, List.of()));
    }

    /** Whether its stream is there. */
    boolean isReady() {
        return ready;
    }

    /** Publishes one more picture, if it publishes, and calls something. */
    void act() {
        media.ifPresent(
                flow -> {
                    byte[] picture = new byte[FRAME_BYTES];
                    picture[0] = (byte) (frames == 0 ? KEY : INTER);
                    flow.onMessage(
                            TcMessage.of(MessageType.VIDEO, 20 * frames++, picture).message(), 0);
                });
        if (ready) {
            say(commands, Command.of("echo", CALL, AmfValue.of("a text"), AmfValue.of(frames)));
        }
    }

    /** It goes. */
    void leave() {
        handler.onClosed(CloseReason.FAR_CLOSED);
    }

    private Optional<FlowHandler> open(FlowMetadata metadata) {
        return handler.onFlow(new Opened(metadata.toBytes()));
    }

    private static void say(FlowHandler flow, Command command) {
        flow.onMessage(command.toMessage(ObjectEncoding.AMF0).message(), 0);
    }

    private void heard(Message message) {
        Optional<TcMessage> said = TcMessage.parse(message);
        if (said.isPresent() && MessageType.isCommand(said.get().type())) {
            try {
                heard(Command.decode(said.get()));
            } catch (MalformedAmfException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void heard(Command command) {
        if (command.name().equals(Command.RESULT) && command.transactionId() == CONNECT) {
            say(commands, Command.of("createStream", CREATE_STREAM));
        } else if (command.name().equals(Command.RESULT)
                && command.transactionId() == CREATE_STREAM) {
            begin((long) command.argument(0).asNumber().orElseThrow());
        } else if (command.name().equals("onStatus")) {
            ready = true;
        }
    }

    private void begin(long number) {
        control = open(FlowMetadata.sequence(number));
        String wish = publishes ? "publish" : "play";
        control.ifPresent(flow -> say(flow, Command.of(wish, 0, AmfValue.of(stream))));
        media = publishes ? open(FlowMetadata.network(number)) : Optional.empty();
    }

    @Override
    public ClientIdentity identity() {
        return identity;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public long roundTripNs() {
        return -1;
    }

    @Override
    public MessageSink openFlow(FlowSpec spec, SinkListener listener) {
        return new Ear(listener);
    }

    @Override
    public void close(CloseReason reason) {}

    /** What it is told. */
    private final class Ear implements MessageSink {
        private final SinkListener listener;
        private boolean closed;

        Ear(SinkListener listener) {
            this.listener = listener;
        }

        @Override
        public boolean write(Message message, Deadline deadline) {
            if (closed) {
                return false;
            }
            listener.onDrained(message.length());
            heard(message);
            return true;
        }

        @Override
        public long queuedBytes() {
            return 0;
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** A flow that it opened. */
    private record Opened(byte[] metadata) implements IncomingFlow {
        @Override
        public Optional<MessageSink> answers() {
            return Optional.empty();
        }

        @Override
        public void reject(long code) {}

        @Override
        public void suspend(boolean suspended) {}
    }
}
