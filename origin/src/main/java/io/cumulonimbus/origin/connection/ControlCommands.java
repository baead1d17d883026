package io.cumulonimbus.origin.connection;

import io.cumulonimbus.amf.AmfNumber;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.ExternalClasses;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.Arrival;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.origin.app.CallAnswer;
import io.cumulonimbus.origin.record.AppMedia;
import io.cumulonimbus.origin.sharedobject.ClientObjects;
import io.cumulonimbus.origin.stream.NetStream;
import io.cumulonimbus.origin.wire.CommandHead;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.SharedObjectMessage;
import io.cumulonimbus.rtmp.message.UserControl;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a client says on stream 0: connect, the commands of the origin itself, and calls. */
final class ControlCommands implements IncomingMessages.Receiver {
    private static final String NOT_CONNECTED =
            "Client must be connected before remote procedure calling";

    private static final int MOST_EARLY = 16;
    private static final int MOST_BROKEN = 16;
    private static final int MOST_PEER_ADDRESSES = 32;
    private static final int MOST_ADDRESS_TEXT = 64;

    private static final ExternalClasses CLASSES =
            ExternalClasses.FLEX.otherwise(new ForeignClass());

    private final NetConnection connection;
    private final FileReader files;
    private int early;
    private int calls;
    private int brokenObjects;
    private Optional<ClientObjects> objects = Optional.empty();

    ControlCommands(NetConnection connection) {
        this.connection = connection;
        this.files = new FileReader(connection);
    }

    @Override
    public boolean receive(IncomingMessages from, TcMessage message, Arrival arrival) {
        if (connection.isOver()) {
            return true;
        }
        if (MessageType.isCommand(message.type())) {
            try {
                return command(Command.decode(message, Command.LIMITS, CLASSES));
            } catch (MalformedAmfException broken) {
                return broken == ForeignClass.FOUND ? foreign(message) : broken(message);
            }
        }
        if (!connection.isConnected()) {
            return false;
        }
        if (MessageType.isSharedObject(message.type())) {
            return sharedObject(from, message);
        }
        UserControl.decode(message).ifPresent(this::userControl);
        return true;
    }

    /** What the client does with shared objects, from the first message about one on. */
    private Optional<ClientObjects> objects() {
        if (objects.isEmpty()) {
            objects =
                    connection
                            .context()
                            .objects()
                            .map(
                                    all ->
                                            new ClientObjects(
                                                    all,
                                                    connection.link().application().path(),
                                                    connection.context().loop(),
                                                    connection.channel().encoding(),
                                                    this::say));
        }
        return objects;
    }

    private void say(Message message) {
        connection.guard(() -> connection.channel().send(message));
    }

    /** The client is gone, or as good as. */
    void close() {
        objects.ifPresent(ClientObjects::close);
        connection.allowance.end();
    }

    /** Answers false when it cannot be read once too often. */
    private boolean sharedObject(IncomingMessages from, TcMessage message) {
        try {
            SharedObjectMessage said = SharedObjectMessage.decode(message);
            objects().ifPresent(all -> use(all, said, message.payloadLength(), from));
            return true;
        } catch (MalformedAmfException broken) {
            return ++brokenObjects < MOST_BROKEN;
        }
    }

    private void use(
            ClientObjects all, SharedObjectMessage said, int bytes, IncomingMessages from) {
        if (connection.link().application().isMeetingPlace()) {
            all.refuse(said);
        } else {
            all.receive(said, bytes, from::hold, from::release);
        }
    }

    /** A call with objects that only the application can read. */
    private boolean foreign(TcMessage message) {
        Optional<CommandHead> head = CommandHead.of(message);
        if (head.isEmpty() || !connection.isConnected()) {
            return broken(message);
        }
        double transaction = head.get().transaction();
        if (mayCall(transaction)) {
            Link link = connection.link();
            link.application()
                    .call(
                            link.client(),
                            message,
                            connection.context().loop(),
                            answer -> connection.guard(() -> answered(transaction, answer)));
        }
        return true;
    }

    /** Answers false when a command is so broken that it cannot even be answered. */
    private boolean broken(TcMessage message) {
        Optional<CommandHead> head = CommandHead.of(message);
        head.ifPresent(
                h -> connection.channel().callFailed(h.transaction(), "Malformed arguments"));
        return head.isPresent() && (connection.isConnected() || ++early < MOST_EARLY);
    }

    @Override
    public void ended(IncomingMessages flow) {
        connection.ended(flow);
    }

    private void userControl(UserControl event) {
        if (event instanceof UserControl.SetBufferLength buffer) {
            connection
                    .streams()
                    .find(buffer.streamId())
                    .ifPresent(
                            stream -> {
                                stream.bufferTime(buffer.millis());
                                connection.channel().send(new UserControl.StreamBegin(stream.id()));
                            });
        }
    }

    /** Answers false when the client talks on without ever connecting. */
    // RFC 7425 §5.3.1
    private boolean command(Command command) {
        if (command.name().equals("connect")) {
            connection.connect(command);
            return true;
        }
        if (!connection.isConnected()) {
            connection.channel().callFailed(command.transactionId(), NOT_CONNECTED);
            return ++early < MOST_EARLY;
        }
        connected(command);
        return true;
    }

    private void connected(Command command) {
        switch (command.name()) {
            case "createStream" -> createStream(command);
            case "deleteStream" -> deleteStream(command);
            case "setPeerInfo" -> setPeerInfo(command);
            case "initStream" -> {}
            case "getStreamLength" -> streamLength(command);
            case FileReader.COMMAND -> files.read(command);
            case "releaseStream",
                    "FCPublish",
                    "FCUnpublish",
                    "FCSubscribe",
                    "FCUnsubscribe",
                    "_checkbw",
                    "checkBandwidth",
                    "onBWDone",
                    "_result",
                    "_error" ->
                    quiet(command);
            default -> call(command);
        }
    }

    /** Publishing tools expect these to go well; answers to us are answered by nobody. */
    private void quiet(Command command) {
        if (!command.name().startsWith("_") || command.name().equals("_checkbw")) {
            answer(command, AmfValue.NULL);
        }
        if (connection.protocol() != Protocol.RTMFP) {
            switch (command.name()) {
                case "FCPublish" -> notice(command, "onFCPublish", "NetStream.Publish.Start");
                case "FCUnpublish" ->
                        notice(command, "onFCUnpublish", "NetStream.Unpublish.Success");
                case "FCSubscribe" -> notice(command, "onFCSubscribe", "NetStream.Play.Start");
                default -> {}
            }
        }
    }

    /** Old encoders wait for this before they go on. */
    private void notice(Command command, String name, String code) {
        AmfObject info =
                new AmfObject()
                        .put("level", "status")
                        .put("code", code)
                        .put("description", command.argument(0).asText().orElse(""));
        connection.channel().invoke(name, List.of(info));
    }

    private void answer(Command command, AmfValue value) {
        connection.channel().result(command.transactionId(), value);
    }

    private void createStream(Command command) {
        Optional<NetStream> stream = connection.streams().create();
        if (stream.isPresent()) {
            answer(command, new AmfNumber(stream.get().id()));
        } else {
            connection.channel().callFailed(command.transactionId(), "Too many streams");
        }
    }

    /** The length in seconds of what was recorded under a name. */
    private void streamLength(Command command) {
        Optional<AppMedia> media =
                connection
                        .context()
                        .media()
                        .map(all -> all.of(connection.link().application().path()));
        String name = command.argument(0).asText().orElse("");
        boolean asked =
                calls < connection.settings().maxCalls()
                        && media.isPresent()
                        && media.get()
                                .length(
                                        name,
                                        connection.context().loop(),
                                        seconds ->
                                                connection.guard(() -> length(command, seconds)));
        if (asked) {
            calls++;
        } else {
            answer(command, AmfValue.of(0));
        }
    }

    private void length(Command command, double seconds) {
        calls--;
        if (connection.isConnected()) {
            answer(command, AmfValue.of(seconds));
        }
    }

    private void deleteStream(Command command) {
        command.argument(0).asNumber().ifPresent(id -> connection.streams().delete((long) id));
    }

    // RFC 7425 §5.3.3, §5.3.4
    private void setPeerInfo(Command command) {
        List<String> addresses = new ArrayList<>();
        for (AmfValue value : command.arguments()) {
            value.asText()
                    .filter(text -> text.length() <= MOST_ADDRESS_TEXT)
                    .filter(text -> addresses.size() < MOST_PEER_ADDRESSES)
                    .ifPresent(addresses::add);
        }
        connection.setPeerInfo(addresses);
        connection
                .channel()
                .send(
                        new UserControl.SetKeepalive(
                                connection.settings().keepAliveServerMs(),
                                connection.settings().keepAlivePeerMs()));
    }

    private void call(Command command) {
        if (!mayCall(command.transactionId())) {
            return;
        }
        Link link = connection.link();
        link.application()
                .call(
                        link.client(),
                        command.name(),
                        command.arguments(),
                        connection.context().loop(),
                        answer ->
                                connection.guard(() -> answered(command.transactionId(), answer)));
    }

    /** One more call is under way, unless there are too many. */
    private boolean mayCall(double transaction) {
        if (calls >= connection.settings().maxCalls()) {
            connection.channel().callFailed(transaction, "Too many calls at once");
            return false;
        }
        if (!connection.allowance.takeCall()) {
            connection.channel().callFailed(transaction, "Too many calls in this second");
            return false;
        }
        calls++;
        return true;
    }

    private void answered(double transaction, CallAnswer answer) {
        calls--;
        if (!connection.isConnected()) {
            return;
        }
        switch (answer) {
            case CallAnswer.Result result ->
                    connection.channel().result(transaction, result.value());
            case CallAnswer.Failed failed ->
                    connection.channel().callFailed(transaction, failed.description());
        }
    }
}
