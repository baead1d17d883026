package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmp.message.DataMessage;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import java.util.concurrent.CompletableFuture;

/** A stream that peers play from us directly (RFC 7425 §5.4). Any thread. */
public final class DirectPublisher implements MediaWriter {
    private static final byte[] NO_HEAD = {};

    private final CallHop hop;
    private final DirectPublication publication;

    DirectPublisher(CallHop hop, DirectPublication publication) {
        this.hop = hop;
        this.publication = publication;
    }

    @Override
    public boolean write(MediaKind kind, long timestamp, byte[] payload) {
        Message body = Message.of(payload);
        return send(body, () -> publication.write(kind, (int) timestamp, body));
    }

    @Override
    public boolean setDataFrame(String name, AmfValue value) {
        byte[] payload = DataMessage.of(name, value).toMessage(ObjectEncoding.AMF0, 0).payload();
        Message body = Message.of(payload).withHead(NO_HEAD, 0);
        return send(body, () -> publication.metadata(body));
    }

    private boolean send(Message body, Runnable work) {
        if (!publication.isOpen()) {
            return false;
        }
        int length = body.length();
        QueueGauge gauge = publication.gauge();
        gauge.depart(length);
        boolean taken =
                hop.run(
                        () -> {
                            gauge.arrive(length);
                            work.run();
                        });
        if (!taken) {
            gauge.arrive(length);
        }
        return taken;
    }

    /** What the peer that is farthest behind has not got yet. */
    @Override
    public long queuedBytes() {
        return publication.gauge().bytes();
    }

    @Override
    public CompletableFuture<Void> whenQueuedAtMost(long bytes) {
        return hop.ask(
                () -> {
                    CompletableFuture<Void> done = new CompletableFuture<>();
                    publication.gauge().await(bytes, done);
                    return done;
                });
    }

    /** Done as soon as a peer plays the stream, or the stream is over. */
    public CompletableFuture<Void> whenPlayed() {
        return publication.played().copy();
    }

    /** Peers that play the stream at the moment. */
    public int players() {
        return publication.players();
    }

    /** Tells all peers that it is over, and is done when they have everything, or take too long. */
    @Override
    public CompletableFuture<Void> close() {
        return hop.ask(publication::close);
    }
}
