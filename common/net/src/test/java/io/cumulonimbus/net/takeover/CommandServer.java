package io.cumulonimbus.net.takeover;

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
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.List;
import java.util.Optional;

/** A server of a test, which is told the commands of one client. */
public abstract class CommandServer implements ClientHandler {
    private final Client client;
    private final ObjectEncoding encoding;
    private final List<CloseReason> closed;

    /**
     * @param encoding of what it says
     * @param closed takes why the client left
     */
    protected CommandServer(Client client, ObjectEncoding encoding, List<CloseReason> closed) {
        this.client = client;
        this.encoding = encoding;
        this.closed = closed;
    }

    /** The client says something. */
    protected abstract void take(Command command, IncomingFlow flow);

    /** Opens a flow back, to a stream of the client or to its connection (0). */
    protected final MessageSink open(long stream, IncomingFlow flow) {
        byte[] metadata = FlowMetadata.sequence(stream).toBytes();
        return client.openFlow(
                new FlowSpec(metadata, Optional.of(flow), Priority.COMMAND), SinkListener.NONE);
    }

    /** Says something to the client. */
    protected final void say(MessageSink sink, Command command) {
        sink.write(command.toMessage(encoding).message(), Deadline.NONE);
    }

    @Override
    public final Optional<FlowHandler> onFlow(IncomingFlow flow) {
        return Optional.of(
                new FlowHandler() {
                    @Override
                    public void onMessage(Message message, long lostBefore) {
                        try {
                            take(Command.decode(TcMessage.parse(message).orElseThrow()), flow);
                        } catch (MalformedAmfException e) {
                            throw new AssertionError(e);
                        }
                    }

                    @Override
                    public void onClosed() {}
                });
    }

    @Override
    public final void onClosed(CloseReason reason) {
        closed.add(reason);
    }
}
