package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.Identity;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One end of RTMFP behind one UDP socket (RFC 7016), as initiator and responder.
 *
 * <p>Not thread-safe: one loop owns it. It never blocks, never logs and has no clock: time is an
 * argument, monotonic nanoseconds. Everything it sends leaves in {@link #flush}. After each call
 * the host asks {@link #advance} when it is due again.
 */
public final class RtmfpEndpoint {
    /**
     * An endpoint without sessions.
     *
     * @param identity our certificate and keys
     * @param acceptor takes the clients that come to us
     * @param offLoad takes public-key work, to be run elsewhere and handed back to {@link
     *     #complete}; may drop nothing
     * @param outputPending called at most once until the next flush, when there is something to
     *     send
     * @param random for ids, tags, cookies and keys: unpredictable in production, and usable from
     *     the threads that run the work
     */
    public RtmfpEndpoint(
            EndpointConfig config,
            Identity identity,
            ClientAcceptor acceptor,
            Consumer<KeyingWork> offLoad,
            Runnable outputPending,
            RandomGenerator random) {}

    /** Takes a datagram; the array is the caller's again after the return. */
    public void receive(byte[] datagram, int length, InetSocketAddress from, long nowNs) {
        throw new UnsupportedOperationException();
    }

    /** Takes back public-key work that was run. */
    public void complete(KeyingWork done, long nowNs) {
        throw new UnsupportedOperationException();
    }

    /** Fires the timers that are due; answers when to call again, or {@link Long#MAX_VALUE}. */
    public long advance(long nowNs) {
        throw new UnsupportedOperationException();
    }

    /** Sends what there is to send. */
    public void flush(DatagramSink sink, long nowNs) {
        throw new UnsupportedOperationException();
    }

    /**
     * Opens a session as initiator.
     *
     * @param wanted whom to open it to
     * @param candidates resolved addresses where that may be; all are asked, the first answer wins
     */
    // RFC 7016 §3.5.1.1.1
    public Opening connect(
            EndpointDiscriminator wanted,
            List<InetSocketAddress> candidates,
            OpeningListener listener,
            long nowNs) {
        throw new UnsupportedOperationException();
    }

    /** What happened so far. */
    public EndpointStatistics statistics() {
        throw new UnsupportedOperationException();
    }

    /** Closes all sessions abruptly and takes no more; the farewells leave in the next flush. */
    // RFC 7016 §3.5.5
    public void close(long nowNs) {
        throw new UnsupportedOperationException();
    }
}
