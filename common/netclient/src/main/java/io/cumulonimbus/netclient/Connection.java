package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.SharedObjectMessage;
import io.cumulonimbus.rtmp.message.UserControl;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The loop's side of a NetConnection: control flows, transactions, streams (RFC 7425 §5.3). Knows
 * the server by the seam alone. Owned by the loop.
 */
final class Connection implements ClientHandler {
    private final Client client;
    private final Loop loop;
    private final ConnectOptions options;
    private final ConnectionListener listener;
    private final Transactions transactions;
    private final FlowBarriers barriers;
    private final MessageSink control;
    private final Map<Long, Stream> streams = new HashMap<>();
    private final Map<SharedObjectReplica.Key, SharedObjectReplica> objects = new HashMap<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private Optional<IncomingFlow> returnControl = Optional.empty();
    private ObjectEncoding encoding = ObjectEncoding.AMF0;

    Connection(Client client, Loop loop, ConnectOptions options, ConnectionListener listener) {
        this.client = client;
        this.loop = loop;
        this.options = options;
        this.listener = listener;
        this.transactions = new Transactions(loop, options.timeout().toNanos());
        this.barriers = new FlowBarriers(loop);
        this.control =
                client.openFlow(
                        new FlowSpec(
                                FlowMetadata.CONTROL.toBytes(), Optional.empty(), Priority.COMMAND),
                        new ControlListener());
    }

    /** An exception on the control flow is the end of the connection (RFC 7425 §5.3.6). */
    private final class ControlListener implements SinkListener {
        @Override
        public void onException(long code) {
            client.close(CloseReason.FAR_CLOSED);
        }
    }

    Client client() {
        return client;
    }

    Loop loop() {
        return loop;
    }

    ObjectEncoding encoding() {
        return encoding;
    }

    Transactions transactions() {
        return transactions;
    }

    CompletableFuture<CloseReason> closed() {
        return closed;
    }

    // RFC 7425 §5.3.1
    CompletableFuture<Status> connect(AmfObject commandObject) {
        CompletableFuture<AmfValue> answer = new CompletableFuture<>();
        double id = transactions.open("connect", answer);
        // the server does not know our encoding before it has read this
        writeControl(
                new Command("connect", id, commandObject, options.arguments())
                        .toMessage(ObjectEncoding.AMF0));
        return answer.thenApply(
                info -> {
                    agreeOnEncoding(info);
                    return Status.of(info);
                });
    }

    /** AMF3 only when both ends want it: some servers know AMF0 alone, and say so. */
    private void agreeOnEncoding(AmfValue info) {
        if (options.objectEncoding() == ObjectEncoding.AMF3.number()) {
            encoding = ObjectEncoding.announcedIn(info);
        }
    }

    CompletableFuture<AmfValue> call(String method, List<AmfValue> arguments) {
        CompletableFuture<AmfValue> answer = new CompletableFuture<>();
        double id = transactions.open("the call of " + method, answer);
        if (!writeControl(command(method, id, arguments))) {
            transactions.fail(id, AmfValue.NULL);
        }
        return answer;
    }

    void invoke(String method, List<AmfValue> arguments) {
        writeControl(command(method, 0, arguments));
    }

    boolean writeControl(TcMessage message) {
        return control.write(message.message(), Deadline.NONE);
    }

    /** A command without command object, in the encoding of the connection. */
    TcMessage command(String name, double transaction, List<AmfValue> arguments) {
        return new Command(name, transaction, AmfValue.NULL, arguments).toMessage(encoding);
    }

    CompletableFuture<Stream> createStream(StreamListener streamListener) {
        return call("createStream", List.of())
                .thenApply(
                        value -> {
                            long id = (long) value.asNumber().orElse(0);
                            Stream stream = new Stream(this, id, streamListener);
                            streams.put(id, stream);
                            return stream;
                        });
    }

    CompletableFuture<SharedObjectReplica> sharedObject(
            String name, boolean persistent, SharedObjectListener objectListener) {
        SharedObjectReplica.Key key = new SharedObjectReplica.Key(name, persistent);
        if (objects.containsKey(key)) {
            return CompletableFuture.failedFuture(
                    new NetClientException("The shared object " + name + " is in use already"));
        }
        SharedObjectReplica replica = new SharedObjectReplica(this, key, objectListener);
        objects.put(key, replica);
        return replica.use().whenComplete((used, why) -> forgetUnless(why == null, key));
    }

    private void forgetUnless(boolean used, SharedObjectReplica.Key key) {
        if (!used) {
            forget(key);
        }
    }

    void forget(SharedObjectReplica.Key key) {
        objects.remove(key);
    }

    void forget(Stream stream) {
        streams.remove(stream.id(), stream);
    }

    /** Opens a flow of a stream, associated to the server's control flow (RFC 7425 §5.3.5.1). */
    MessageSink openStreamFlow(long streamId, Priority priority, SinkListener sinkListener) {
        return client.openFlow(
                new FlowSpec(FlowMetadata.sequence(streamId).toBytes(), returnControl, priority),
                sinkListener);
    }

    @Override
    public Optional<FlowHandler> onFlow(IncomingFlow flow) {
        Optional<FlowMetadata> metadata = FlowMetadata.parse(flow.metadata());
        if (metadata.isEmpty()) {
            return Optional.empty();
        }
        if (metadata.get().streamId() != 0) {
            Stream stream = streams.get(metadata.get().streamId());
            return stream == null
                    ? Optional.empty()
                    : Optional.of(new StreamInbound(flow, barriers, stream));
        }
        boolean canonical = false;
        if (returnControl.isEmpty() && flow.answers().orElse(null) == control) {
            returnControl = Optional.of(flow); // RFC 7425 §5.3.2
            canonical = true;
        }
        return Optional.of(new ControlInbound(flow, canonical));
    }

    /** What arrives on a control flow of the server. */
    private final class ControlInbound extends Inbound {
        private final boolean canonical;

        ControlInbound(IncomingFlow flow, boolean canonical) {
            super(flow, barriers);
            this.canonical = canonical;
        }

        @Override
        void onCommand(Command call) {
            switch (call.name()) {
                case Command.RESULT -> transactions.succeed(call.transactionId(), call.argument(0));
                case Command.ERROR -> transactions.fail(call.transactionId(), call.argument(0));
                case "onStatus" -> listener.onStatus(Status.of(call.argument(0)));
                case "close" -> close();
                default -> listener.onInvoke(call.name(), call.arguments());
            }
        }

        @Override
        void onSharedObject(SharedObjectMessage message) {
            SharedObjectReplica.Key key =
                    new SharedObjectReplica.Key(message.name(), message.persistent());
            Optional.ofNullable(objects.get(key)).ifPresent(o -> o.receive(message));
        }

        @Override
        void onPing(UserControl.PingResponse answer) {
            writeControl(answer.toMessage());
        }

        /** RFC 7425 §5.3.6: the server ends the connection in order. */
        @Override
        public void onClosed() {
            if (canonical) {
                close();
            }
        }
    }

    /** Closes everything in order; harmless when repeated. */
    CompletableFuture<CloseReason> close() {
        List.copyOf(streams.values()).forEach(Stream::end);
        control.close();
        client.close(CloseReason.NEAR_CLOSED);
        return closed;
    }

    @Override
    public void onClosed(CloseReason reason) {
        barriers.close();
        List.copyOf(streams.values()).forEach(Stream::end);
        List.copyOf(objects.values()).forEach(SharedObjectReplica::close);
        transactions.failAll("found the connection closed (" + reason + ")");
        listener.onClosed(reason);
        closed.complete(reason);
    }
}
