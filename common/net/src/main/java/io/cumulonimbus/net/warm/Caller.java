package io.cumulonimbus.net.warm;

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
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** A client in memory, which says a word and shows a picture, and waits for an answer. */
final class Caller implements ClientHandler, FlowHandler {
    /** {@code connect}, 1, and an object without members, in AMF0. */
    private static final byte[] CONNECT =
            HexFormat.of().parseHex("020007636f6e6e656374" + "003ff0000000000000" + "03000009");

    private static final int PICTURE_BYTES = 600;
    private static final byte[] KEY_FRAME = {0x17, 1};

    private Optional<Client> server = Optional.empty();
    private final byte[] picture = Arrays.copyOf(KEY_FRAME, PICTURE_BYTES);
    private Optional<MessageSink> control = Optional.empty();
    private Optional<MessageSink> media = Optional.empty();
    private int said;
    private int answers;

    /** Has a server from now on. */
    ClientHandler meets(Client newServer) {
        server = Optional.of(newServer);
        return this;
    }

    /** Whether all that it said was answered, and that is so much. */
    boolean isAnswered(int words) {
        return answers >= words;
    }

    /** Says so many words in all, one when the one before was answered. */
    void turn(int words) {
        if (server.isPresent() && said < words && answers >= said) {
            control = control.or(() -> open(FlowMetadata.CONTROL, Priority.COMMAND));
            media = media.or(() -> open(FlowMetadata.network(1), Priority.VIDEO));
            media.ifPresent(flow -> say(flow, TcMessage.of(MessageType.VIDEO, said, picture)));
            control.ifPresent(flow -> say(flow, TcMessage.of(MessageType.COMMAND, 0, CONNECT)));
            said++;
        }
    }

    private Optional<MessageSink> open(FlowMetadata flow, Priority priority) {
        FlowSpec spec = new FlowSpec(flow.toBytes(), Optional.empty(), priority);
        return server.map(to -> to.openFlow(spec, SinkListener.NONE));
    }

    private static void say(MessageSink flow, TcMessage words) {
        flow.write(words.message(), Deadline.NONE);
    }

    @Override
    public Optional<FlowHandler> onFlow(IncomingFlow flow) {
        return Optional.of(this);
    }

    @Override
    public void onMessage(Message message, long lostBefore) {
        if (message.length() > 0 && MessageType.isCommand(message.byteAt(0))) {
            answers++;
        }
    }

    @Override
    public void onClosed() {}

    @Override
    public void onClosed(CloseReason reason) {}
}
