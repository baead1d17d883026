package io.cumulonimbus.net.udp;

import io.cumulonimbus.rtmfp.endpoint.DatagramSink;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** Where the datagrams of a shard leave, on the shard's loop: its socket, or the way to one. */
interface DatagramOutlet extends DatagramSink {
    /** Collects a datagram; the array may be used again after the return. */
    @Override
    void send(byte[] datagram, int length, InetSocketAddress to);

    /** Sends what was collected. */
    void flush();

    /** Where it leaves from, with the real port. */
    InetSocketAddress localAddress();

    /** Datagrams thrown away on their way out, so far. */
    long dropped();

    /** Ends it; the future is completed on the loop. */
    CompletableFuture<Void> close();
}
