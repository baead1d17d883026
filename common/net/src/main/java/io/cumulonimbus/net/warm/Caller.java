package io.cumulonimbus.net.warm;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.HexFormat;
import java.util.Optional;

/** A client in memory, which says one word and waits for an answer. */
final class Caller implements ClientHandler, FlowHandler {
    /** {@code connect}, 1, and an object without members, in AMF0. */
    private static final byte[] CONNECT =
            HexFormat.of().parseHex("020007636f6e6e656374" + "003ff0000000000000" + "03000009");

    private Optional<Client> server = Optional.empty();
    private boolean said;
    private boolean answered;

    /** Has a server from now on. */
    ClientHandler meets(Client newServer) {
        server = Optional.of(newServer);
        return this;
    }

    boolean isAnswered() {
        return answered;
    }

    /** Says its word, once there is somebody. */
    void turn() {
        if (!said && server.isPresent()) {
            said = true;
            FlowSpec control =
                    new FlowSpec(
                            FlowMetadata.CONTROL.toBytes(), Optional.empty(), Priority.COMMAND);
            server.get()
                    .openFlow(control, SinkListener.NONE)
                    .write(TcMessage.of(MessageType.COMMAND, 0, CONNECT).message(), Deadline.NONE);
        }
    }

    @Override
    public Optional<FlowHandler> onFlow(IncomingFlow flow) {
        return Optional.of(this);
    }

    @Override
    public void onMessage(Message message, long lostBefore) {
        answered = true;
    }

    @Override
    public void onClosed() {}

    @Override
    public void onClosed(CloseReason reason) {}
}
