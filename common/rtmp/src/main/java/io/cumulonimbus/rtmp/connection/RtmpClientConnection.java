package io.cumulonimbus.rtmp.connection;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.rtmp.handshake.ClientHandshake;
import io.cumulonimbus.rtmp.handshake.DigestScheme;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The client's end of an RTMP connection; has something to flush at once. What stands on it opens
 * the same flows as over RTMFP: the control flow first, and flows of stream n once the server
 * answered {@code createStream} with n.
 */
public final class RtmpClientConnection extends RtmpPeer {
    private final List<Long> deleted = new ArrayList<>();

    /**
     * @param protocol RTMP, RTMPS, RTMPT or RTMPTS
     * @param address the server's
     * @param signing how to sign the handshake; empty for the simple one
     * @param acceptor is given the server after the handshake, and says who handles it
     * @param outputPending called when there is something to flush, at most once until the next
     *     flush, and once more when it cannot wait any longer; not called for the handshake's first
     *     bytes
     * @param random fills handshakes and makes ids
     */
    public RtmpClientConnection(
            RtmpConfig config,
            Protocol protocol,
            InetSocketAddress address,
            Optional<DigestScheme> signing,
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
                new ClientHandshake(signing, random, PeerTimers.millis(nowNs)),
                nowNs);
    }

    @Override
    void opening() {
        protocol().setChunkSize(config().chunkSize());
    }

    @Override
    void writing(long streamId, TcMessage message) {
        long id = streamId == 0 ? CommandPeek.deleted(message) : 0;
        if (id != 0) {
            deleted.add(id);
        }
    }

    /** The server's flows of a stream that we deleted end, as they would over RTMFP. */
    @Override
    void flushing() {
        deleted.forEach(incoming()::endStream);
        deleted.clear();
    }
}
