package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.CloseReason;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An established NetConnection: {@code connect} was answered with success. */
public final class NetConnectionClient {
    NetConnectionClient() {}

    /** What the server answered to {@code connect}. */
    public Status connected() {
        throw new UnsupportedOperationException();
    }

    /** The server's address. */
    public InetSocketAddress address() {
        throw new UnsupportedOperationException();
    }

    /** Our own peer id, 64 hexadecimal digits. */
    public String peerId() {
        throw new UnsupportedOperationException();
    }

    /**
     * Calls a method of the server; fails with {@link NetClientException} that carries the status
     * of an {@code _error}, or without one when no answer came in time.
     */
    public CompletableFuture<AmfValue> call(String method, AmfValue... arguments) {
        throw new UnsupportedOperationException();
    }

    /** Calls a method of the server and wants no answer. */
    public void invoke(String method, AmfValue... arguments) {
        throw new UnsupportedOperationException();
    }

    /**
     * Tells the server our own addresses (RFC 7425 §5.3.3); once after connect it is done for us.
     */
    public void setPeerInfo(List<InetSocketAddress> addresses) {
        throw new UnsupportedOperationException();
    }

    /**
     * Publishes; done at {@code NetStream.Publish.Start}, fails with {@link NetClientException}
     * when refused.
     */
    public CompletableFuture<StreamPublisher> publish(
            String name, PublishOptions options, StreamListener listener) {
        throw new UnsupportedOperationException();
    }

    /**
     * Plays; done at {@code NetStream.Play.Start}, fails with {@link NetClientException} when
     * refused.
     *
     * @param start in seconds: -2 live or recorded, -1 live only, -3 live without retransmission
     */
    public CompletableFuture<StreamPlayer> play(
            String name, double start, StreamListener listener) {
        throw new UnsupportedOperationException();
    }

    /** Done when the connection is over, with the reason. */
    public CompletableFuture<CloseReason> closed() {
        throw new UnsupportedOperationException();
    }

    /** Closes in order: streams, connection, session. Done when it is over. */
    public CompletableFuture<CloseReason> close() {
        throw new UnsupportedOperationException();
    }
}
