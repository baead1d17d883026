package io.cumulonimbus.origin.connection;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.UnencodableAmfException;
import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.origin.wire.CommandWriter;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.UserControl;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Our control flow to a client: answers, pushes and user control (RFC 7425 §5.3.2). Whoever lets
 * too much of it pile up is closed.
 */
final class ControlChannel implements SinkListener {
    private static final long LEAST_SPAN_NS = 20_000_000L;
    private static final String CALL_FAILED = "NetConnection.Call.Failed";

    private final Client client;
    private final IncomingFlow control;
    private final long mostBytes;
    private final boolean main;
    private final MessageSink sink;
    private CommandWriter commands = new CommandWriter(ObjectEncoding.AMF0);

    ControlChannel(Client client, IncomingFlow control, long mostBytes) {
        this(client, control, mostBytes, true);
    }

    private ControlChannel(Client client, IncomingFlow control, long mostBytes, boolean main) {
        this.client = client;
        this.control = control;
        this.main = main;
        this.mostBytes = mostBytes;
        this.sink =
                client.openFlow(
                        new FlowSpec(
                                FlowMetadata.CONTROL.toBytes(),
                                Optional.of(control),
                                Priority.COMMAND),
                        this);
    }

    /** One more flow of the same kind, whose end means nothing for the connection. */
    ControlChannel another() {
        ControlChannel channel = new ControlChannel(client, control, mostBytes, false);
        channel.encoding(commands);
        return channel;
    }

    /** The client's object encoding, known from its connect on. */
    void encoding(CommandWriter writer) {
        commands = writer;
    }

    /** Accepts a connect. */
    ObjectEncoding encoding() {
        return commands.encoding();
    }

    /** Says that a client is connected, as those of its protocol expect to hear it. */
    void accept(double transaction, Map<String, AmfValue> fields, Protocol protocol) {
        Map<String, AmfValue> information = new LinkedHashMap<>(fields);
        AmfValue properties = ConnectReply.takeProperties(information, protocol);
        write(
                commands.success(
                        transaction,
                        properties,
                        "NetConnection.Connect.Success",
                        "Connection succeeded",
                        information));
    }

    /** Says that a client is not connected any more. */
    void movedElsewhere() {
        status(
                "NetConnection.Connect.Closed",
                "The application is at another server now",
                Map.of());
    }

    void error(double transaction, String code, String description) {
        write(commands.error(transaction, code, description));
    }

    /** Says that a call came to nothing, if the client wants to know. */
    void callFailed(double transaction, String description) {
        if (transaction != 0) {
            error(transaction, CALL_FAILED, description);
        }
    }

    /** Answers a call, if the client wants an answer. */
    void result(double transaction, AmfValue value) {
        if (transaction == 0) {
            return;
        }
        try {
            write(commands.command("_result", transaction, List.of(value)));
        } catch (UnencodableAmfException tooMuch) {
            callFailed(transaction, "The result cannot be encoded");
        }
    }

    /** Answers whether it could be encoded. */
    boolean invoke(String name, List<AmfValue> arguments) {
        return invoke(name, arguments, true);
    }

    /**
     * The same; unless {@code reliable}, given up when it would have to be sent again: after one
     * round trip.
     */
    boolean invoke(String name, List<AmfValue> arguments, boolean reliable) {
        try {
            Message message = commands.command(name, 0, arguments);
            write(message, reliable ? Deadline.NONE : new Deadline(Long.MAX_VALUE, roundTripNs()));
            return true;
        } catch (UnencodableAmfException tooMuch) {
            return false;
        }
    }

    void status(String code, String description, Map<String, AmfValue> extra) {
        write(commands.status(code, description, extra));
    }

    void send(UserControl event) {
        write(event.toMessage().message());
    }

    /** Something that others encoded. */
    void send(Message message) {
        write(message);
    }

    void close() {
        sink.close();
    }

    private long roundTripNs() {
        return Math.max(LEAST_SPAN_NS, client.roundTripNs());
    }

    private void write(Message message) {
        write(message, Deadline.NONE);
    }

    private void write(Message message, Deadline deadline) {
        sink.write(message, deadline);
        if (sink.queuedBytes() > mostBytes) {
            client.close(CloseReason.MISBEHAVED);
        }
    }

    /** Refusing a control flow ends the connection. */
    // RFC 7425 §5.3.6
    @Override
    public void onException(long code) {
        if (main) {
            client.close(CloseReason.FAR_CLOSED);
        }
    }
}
