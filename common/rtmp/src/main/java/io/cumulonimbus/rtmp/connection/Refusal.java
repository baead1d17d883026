package io.cumulonimbus.rtmp.connection;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.MalformedAmfException;
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
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.Optional;

/** Handles a client that nobody can serve: its connect is rejected, and it is closed. */
public final class Refusal implements ClientHandler {
    private final Client client;
    private final String description;

    /**
     * @param description why, for the client
     */
    public Refusal(Client client, String description) {
        this.client = client;
        this.description = description;
    }

    @Override
    public Optional<FlowHandler> onFlow(IncomingFlow flow) {
        return Optional.of(
                new FlowHandler() {
                    @Override
                    public void onMessage(Message message, long lostBefore) {
                        TcMessage.parse(message)
                                .filter(tc -> MessageType.isCommand(tc.type()))
                                .ifPresent(tc -> refuse(flow, tc));
                    }

                    @Override
                    public void onClosed() {}
                });
    }

    private void refuse(IncomingFlow flow, TcMessage message) {
        try {
            AmfObject info =
                    new AmfObject()
                            .put("level", "error")
                            .put("code", "NetConnection.Connect.Rejected")
                            .put("description", description);
            Message answer =
                    Command.decode(message).error(info).toMessage(ObjectEncoding.AMF0).message();
            byte[] metadata = FlowMetadata.CONTROL.toBytes();
            client.openFlow(
                            new FlowSpec(metadata, Optional.of(flow), Priority.COMMAND),
                            SinkListener.NONE)
                    .write(answer, Deadline.NONE);
        } catch (MalformedAmfException broken) {
            // It is closed all the same.
        }
        client.close(CloseReason.NEAR_CLOSED);
    }

    @Override
    public void onClosed(CloseReason reason) {}
}
