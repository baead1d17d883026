package io.cumulonimbus.rtmp.connection;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.handshake.ServerHandshake;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.CommandName;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.UserControl;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The server's end of an RTMP connection: what stands on it sees an RTMFP client's flows (RFC 7425
 * §5.3).
 *
 * <p>Adds what RTMP clients wait for and RTMFP clients do not: windows and chunk size before the
 * answer to {@code connect}, StreamBegin before a stream plays, StreamEOF when it ends, and both
 * around a seek.
 */
public final class RtmpConnection extends RtmpPeer {
    /** Commands of the connection, which some clients send on the stream that they concern. */
    private static final Set<String> OF_CONNECTION =
            Set.of(
                    "deleteStream",
                    "createStream",
                    "releaseStream",
                    "FCPublish",
                    "FCUnpublish",
                    "FCSubscribe",
                    "FCUnsubscribe");

    /** What Red5's client says it is: it takes our chunk size for its own, and never says so. */
    private static final int RED5_CLIENT = 0x80000702;

    /** Enhanced RTMP, capsEx: the client can be asked to connect anew. */
    private static final int RECONNECT = 0x01;

    private boolean controlOpen;
    private boolean reconnects;

    /**
     * @param protocol RTMP, RTMPS, RTMPT or RTMPTS
     * @param address the client's own
     * @param acceptor is given the client after the handshake
     * @param outputPending called when there is something to flush, at most once until the next
     *     flush, and once more when it cannot wait any longer
     * @param random fills handshakes and makes ids: unpredictable in production
     */
    public RtmpConnection(
            RtmpConfig config,
            Protocol protocol,
            InetSocketAddress address,
            ClientAcceptor acceptor,
            Runnable outputPending,
            RandomGenerator random,
            long nowNs) {
        super(
                config,
                protocol,
                address,
                acceptor,
                outputPending,
                random,
                new ServerHandshake(random, PeerTimers.millis(nowNs)),
                nowNs);
    }

    @Override
    long streamOf(long streamId, TcMessage message) {
        return streamId != 0 && OF_CONNECTION.contains(CommandName.of(message)) ? 0 : streamId;
    }

    @Override
    void controlOpens() {
        controlOpen = true;
        protocol().announceWindow();
        protocol().limitFarEnd();
        if (handshake().farProgram() != RED5_CLIENT) {
            protocol().setChunkSize(config().chunkSize());
        }
        outgoing().event(0, new UserControl.StreamBegin(0));
    }

    @Override
    void delivering(long streamId, TcMessage message) {
        if (streamId == 0 && CommandName.of(message).equals("connect")) {
            reconnects = (CommandPeek.extendedCapabilities(message) & RECONNECT) != 0;
        }
        if (streamId != 0 && CommandName.of(message).equals("play")) {
            outgoing().event(streamId, new UserControl.StreamBegin(streamId));
        }
    }

    @Override
    void delivered(long streamId, TcMessage message) {
        long deleted = streamId == 0 ? CommandPeek.deleted(message) : 0;
        if (deleted != 0) {
            incoming().endStream(deleted);
        }
    }

    @Override
    void writing(long streamId, TcMessage message) {
        if (streamId == 0 || !MessageType.isCommand(message.type())) {
            return;
        }
        switch (CommandPeek.status(message)) {
            case "NetStream.Play.PublishNotify" ->
                    outgoing().event(streamId, new UserControl.StreamBegin(streamId));
            case "NetStream.Play.UnpublishNotify",
                    "NetStream.Play.Stop",
                    "NetStream.Play.Complete" ->
                    outgoing().event(streamId, new UserControl.StreamEof(streamId));
            case "NetStream.Seek.Notify" -> {
                outgoing().event(streamId, new UserControl.StreamEof(streamId));
                outgoing().event(streamId, new UserControl.StreamBegin(streamId));
            }
            default -> {}
        }
    }

    /** Over RTMPT the end of the connection shows in nothing else that clients look at. */
    @Override
    void farewell() {
        if (controlOpen) {
            say("NetConnection.Connect.Closed", "Connection closed");
        }
    }

    /** Enhanced RTMP, "Reconnect Request": to the same address, since there is no other. */
    @Override
    public void askToReconnect() {
        if (reconnects) {
            say("NetConnection.Connect.ReconnectRequest", "The server is going to stop");
        }
    }

    private void say(String code, String description) {
        AmfObject info =
                new AmfObject()
                        .put("level", "status")
                        .put("code", code)
                        .put("description", description);
        outgoing()
                .open(0, Priority.COMMAND, SinkListener.NONE)
                .write(
                        Command.onStatus(info).toMessage(ObjectEncoding.AMF0).message(),
                        Deadline.NONE);
    }
}
