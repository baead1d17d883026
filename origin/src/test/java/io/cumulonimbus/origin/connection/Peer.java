package io.cumulonimbus.origin.connection;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.testkit.DirectClients;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A client's end of a connection, as a Flash-like client would behave when the test says so. */
final class Peer implements ClientHandler {
    private static final byte[] GROUP = {'G', 'C'};

    private final TestOrigin origin;
    final DirectClients ends;
    final List<Incoming> incoming = new ArrayList<>();
    final List<String> groupNotices = new ArrayList<>();
    final List<Long> exceptions = new ArrayList<>();
    NetConnection connection;

    /** The client itself, as the origin has it: behind a link the far end of one. */
    Client atOrigin;

    ObjectEncoding encoding = ObjectEncoding.AMF3;
    Optional<CloseReason> closed = Optional.empty();
    private Optional<MessageSink> control = Optional.empty();
    private double lastTransaction;

    /** A flow from the origin. */
    record Incoming(IncomingFlow flow, long streamId, List<TcMessage> messages, boolean[] ended) {}

    Peer(TestOrigin origin, DirectClients ends) {
        this.origin = origin;
        this.ends = ends;
    }

    @Override
    public Optional<FlowHandler> onFlow(IncomingFlow flow) {
        if (Arrays.equals(flow.metadata(), GROUP)) {
            return Optional.of(new Notices());
        }
        long id = FlowMetadata.parse(flow.metadata()).orElseThrow().streamId();
        Incoming in = new Incoming(flow, id, new ArrayList<>(), new boolean[1]);
        incoming.add(in);
        return Optional.of(
                new FlowHandler() {
                    @Override
                    public void onMessage(Message message, long lostBefore) {
                        in.messages.add(TcMessage.parse(message).orElseThrow());
                    }

                    @Override
                    public void onClosed() {
                        in.ended[0] = true;
                    }
                });
    }

    /** What the origin says of a group. */
    private final class Notices implements FlowHandler {
        @Override
        public void onMessage(Message message, long lostBefore) {
            groupNotices.add(HexFormat.of().formatHex(message.toBytes()));
        }

        @Override
        public void onClosed() {}
    }

    @Override
    public void onClosed(CloseReason reason) {
        closed = Optional.of(reason);
    }

    MessageSink open(byte[] metadata, Optional<IncomingFlow> answers) {
        return ends.far()
                .openFlow(
                        new FlowSpec(metadata, answers, Priority.COMMAND),
                        new SinkListener() {
                            @Override
                            public void onException(long code) {
                                exceptions.add(code);
                            }
                        });
    }

    MessageSink control() {
        if (control.isEmpty()) {
            control = Optional.of(open(FlowMetadata.CONTROL.toBytes(), Optional.empty()));
        }
        return control.get();
    }

    /** A flow for a stream, associated to the origin's control flow. */
    MessageSink flow(long streamId) {
        return open(FlowMetadata.sequence(streamId).toBytes(), serverControl());
    }

    Optional<IncomingFlow> serverControl() {
        return flows(0).findFirst().map(Incoming::flow);
    }

    void write(MessageSink sink, Message message) {
        sink.write(message, Deadline.NONE);
    }

    void send(MessageSink sink, String name, double transaction, AmfValue... arguments) {
        write(sink, Command.of(name, transaction, arguments).toMessage(encoding).message());
    }

    void media(MessageSink sink, int type, int time, String hex) {
        write(sink, TcMessage.of(type, time, HexFormat.of().parseHex(hex)).message());
        origin.settle();
    }

    /** Calls on the control flow, and lets everything happen. */
    double call(String name, AmfValue... arguments) {
        send(control(), name, ++lastTransaction, arguments);
        origin.settle();
        return lastTransaction;
    }

    AmfObject connectObject(String app, String tcUrl) {
        AmfObject object = new AmfObject().put("app", app).put("tcUrl", tcUrl);
        if (encoding == ObjectEncoding.AMF3) {
            object.put("objectEncoding", 3);
        }
        return object.put("flashVer", "WIN 20,0,0,286").put("swfUrl", "http://x/y.swf");
    }

    /** Connects and answers what it got for it. */
    Command connect(AmfValue... arguments) {
        return connect(connectObject("live", "rtmfp://localhost/live"), arguments);
    }

    Command connect(AmfObject object, AmfValue... arguments) {
        Command command = new Command("connect", ++lastTransaction, object, List.of(arguments));
        write(control(), command.toMessage(ObjectEncoding.AMF0).message());
        origin.settle();
        return answer(lastTransaction);
    }

    /** Creates a stream, and answers its id. */
    long createStream() {
        return (long) answer(call("createStream")).argument(0).asNumber().orElseThrow();
    }

    /** The answer to a transaction. */
    Command answer(double transaction) {
        return commands(0).stream()
                .filter(c -> c.transactionId() == transaction && c.name().startsWith("_"))
                .reduce((first, last) -> last)
                .orElseThrow(() -> new AssertionError("no answer to " + transaction));
    }

    Stream<Incoming> flows(long streamId) {
        return incoming.stream().filter(in -> in.streamId == streamId);
    }

    List<TcMessage> messages(long streamId) {
        return flows(streamId).flatMap(in -> in.messages.stream()).toList();
    }

    List<Command> commands(long streamId) {
        return messages(streamId).stream()
                .filter(m -> MessageType.isCommand(m.type()))
                .map(Peer::command)
                .toList();
    }

    private static Command command(TcMessage message) {
        try {
            return Command.decode(message);
        } catch (MalformedAmfException e) {
            throw new AssertionError(e);
        }
    }

    /** The status messages of a stream, as "level code: description". */
    List<String> statuses(long streamId) {
        return commands(streamId).stream()
                .filter(c -> c.name().equals("onStatus"))
                .map(c -> (AmfObject) c.argument(0))
                .map(Peer::text)
                .toList();
    }

    static String text(AmfObject info) {
        return text(info, "level") + " " + text(info, "code") + ": " + text(info, "description");
    }

    static String text(AmfObject info, String member) {
        return info.get(member).asText().orElse("?");
    }

    /** The media of a stream of that type, as "time:hex". */
    List<String> media(long streamId, int type) {
        return messages(streamId).stream()
                .filter(m -> m.type() == type)
                .map(m -> m.timestamp() + ":" + HexFormat.of().formatHex(m.payload()))
                .toList();
    }
}
