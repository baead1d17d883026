package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.rtmfp.crypto.Identity;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An established NetConnection: {@code connect} was answered with success. */
public final class NetConnectionClient {
    private final CallHop hop;
    private final Connection connection;
    private final Status connected;
    private final InetSocketAddress address;
    private final Peers peers;
    private final Optional<Identity> identity;

    NetConnectionClient(CallHop hop, Connection connection, Status connected, Peers peers) {
        this(hop, connection, connected, peers, Optional.empty());
    }

    NetConnectionClient(
            CallHop hop,
            Connection connection,
            Status connected,
            Peers peers,
            Optional<Identity> identity) {
        this.identity = identity;
        this.hop = hop;
        this.connection = connection;
        this.connected = connected;
        this.address = connection.client().address();
        this.peers = peers;
    }

    /** Who we are; nobody in particular where the protocol knows no such thing. */
    Optional<Identity> identity() {
        return identity;
    }

    /** What the server answered to {@code connect}. */
    public Status connected() {
        return connected;
    }

    /** The server's address when the connection was made. */
    public InetSocketAddress address() {
        return address;
    }

    /** Our own peer id, 64 hexadecimal digits. */
    public String peerId() {
        return peers.ownId();
    }

    /** The server's peer id, 64 hexadecimal digits. */
    public String serverPeerId() {
        return connection.client().identity().peerIdHex();
    }

    /** Smoothed round-trip time in nanoseconds, or -1 when none was measured yet. */
    public CompletableFuture<Long> roundTripNs() {
        return hop.ask(() -> CompletableFuture.completedFuture(connection.client().roundTripNs()));
    }

    /**
     * Calls a method of the server; fails with {@link NetClientException} that carries the status
     * of an {@code _error}, or without one when no answer came in time.
     */
    public CompletableFuture<AmfValue> call(String method, AmfValue... arguments) {
        List<AmfValue> values = List.of(arguments);
        return hop.ask(() -> connection.call(method, values));
    }

    /** Calls a method of the server and wants no answer. */
    public void invoke(String method, AmfValue... arguments) {
        List<AmfValue> values = List.of(arguments);
        hop.run(() -> connection.invoke(method, values));
    }

    /** Tells the server our own addresses (RFC 7425 §5.3.3); after connect it is done for us. */
    public void setPeerInfo(List<InetSocketAddress> addresses) {
        List<AmfValue> texts = new ArrayList<>();
        for (InetSocketAddress own : addresses) {
            texts.add(AmfValue.of(OwnAddresses.format(own)));
        }
        hop.run(() -> connection.invoke("setPeerInfo", texts));
    }

    /**
     * Publishes; done at {@code NetStream.Publish.Start}, fails with {@link NetClientException}
     * when refused.
     */
    public CompletableFuture<StreamPublisher> publish(
            String name, PublishOptions options, StreamListener listener) {
        return hop.ask(
                () ->
                        connection
                                .createStream(listener)
                                .thenCompose(stream -> publishOn(stream, name, options)));
    }

    private CompletableFuture<StreamPublisher> publishOn(
            Stream stream, String name, PublishOptions options) {
        List<AmfValue> arguments = List.of(AmfValue.of(name), AmfValue.of(options.type()));
        return endIfRefused(stream, stream.start("publish", arguments, "NetStream.Publish.Start"))
                .thenApply(
                        started ->
                                new StreamPublisher(hop, stream, options, connection.encoding()));
    }

    /**
     * Plays; done at {@code NetStream.Play.Start}, fails with {@link NetClientException} when
     * refused.
     *
     * @param start in seconds: -2 live or recorded, -1 live only, -3 live without retransmission
     */
    public CompletableFuture<StreamPlayer> play(
            String name, double start, StreamListener listener) {
        return play(name, PlayOptions.DEFAULT.from(start), listener);
    }

    /** Plays in a certain way; done as above. */
    public CompletableFuture<StreamPlayer> play(
            String name, PlayOptions options, StreamListener listener) {
        return hop.ask(
                () ->
                        connection
                                .createStream(listener)
                                .thenCompose(stream -> playOn(stream, name, options)));
    }

    private CompletableFuture<StreamPlayer> playOn(
            Stream stream, String name, PlayOptions options) {
        List<AmfValue> arguments = options.arguments(name);
        return endIfRefused(stream, stream.start("play", arguments, "NetStream.Play.Start"))
                .thenApply(started -> new StreamPlayer(hop, connection, stream));
    }

    /**
     * Takes part in a shared object of the application; done when the server agreed and told its
     * properties, fails with {@link NetClientException} when it refused.
     *
     * @param persistent whether the object outlasts those who use it; one of the same name that
     *     does not is another object
     */
    public CompletableFuture<SharedObjectClient> sharedObject(
            String name, boolean persistent, SharedObjectListener listener) {
        return hop.ask(
                () ->
                        connection
                                .sharedObject(name, persistent, listener)
                                .thenApply(replica -> new SharedObjectClient(hop, replica)));
    }

    private static <T> CompletableFuture<T> endIfRefused(
            Stream stream, CompletableFuture<T> started) {
        return started.whenComplete(
                (value, why) -> {
                    if (why != null) {
                        stream.end();
                    }
                });
    }

    /**
     * Opens a session with another client of the server, which introduces us (RFC 7425 §5.4.1), or
     * answers the one that there is. Fails with {@link NetClientException} when the other does not
     * answer, for whatever reason.
     *
     * @param peerId 64 hexadecimal digits
     */
    public CompletableFuture<PeerConnection> connectPeer(String peerId) {
        return hop.ask(
                () ->
                        peers.connect(peerId, connection.client().address())
                                .thenApply(link -> new PeerConnection(hop, link)));
    }

    /** Publishes a stream that peers play from us, and the server knows nothing of. */
    public CompletableFuture<DirectPublisher> publishDirect(String name) {
        return hop.ask(
                () -> peers.publish(name).thenApply(stream -> new DirectPublisher(hop, stream)));
    }

    /** Done when the connection is over, with the reason. */
    public CompletableFuture<CloseReason> closed() {
        return connection.closed().copy();
    }

    /** Closes in order: streams, connection, session. Done when it is over. */
    public CompletableFuture<CloseReason> close() {
        return hop.ask(connection::close);
    }
}
