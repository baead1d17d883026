package io.cumulonimbus.netclient;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The loop's side of a session with a peer, whoever opened it: streams of ours that it plays, and
 * the other way around. Owned by the loop.
 */
final class PeerLink implements ClientHandler {
    /** Streams that one peer may play at once. */
    private static final int MOST_SUBSCRIBERS = 64;

    private final Peers peers;
    private final Client client;
    private final FlowBarriers barriers;
    private final Map<MessageSink, DirectPlay> plays = new HashMap<>();
    private final Set<DirectSubscriber> subscribers = new HashSet<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private long lastStreamId;

    PeerLink(Peers peers, Client client) {
        this.peers = peers;
        this.client = client;
        this.barriers = new FlowBarriers(peers.loop());
    }

    Client client() {
        return client;
    }

    boolean isOpen() {
        return !closed.isDone();
    }

    CompletableFuture<CloseReason> closed() {
        return closed;
    }

    Optional<DirectPublication> publication(String name) {
        return peers.publication(name);
    }

    CompletableFuture<DirectPlay> play(String name, StreamListener listener) {
        if (!isOpen()) {
            return CompletableFuture.failedFuture(
                    new NetClientException("The session with the peer is closed"));
        }
        DirectPlay play = new DirectPlay(this, ++lastStreamId, listener);
        plays.put(play.control(), play);
        return play.start(name);
    }

    // RFC 7425 §5.4.1, §5.4.2
    @Override
    public Optional<FlowHandler> onFlow(IncomingFlow flow) {
        Optional<FlowMetadata> metadata = FlowMetadata.parse(flow.metadata());
        if (metadata.isEmpty() || metadata.get().streamId() == 0) {
            return Optional.empty();
        }
        if (flow.answers().isPresent()) {
            DirectPlay play = plays.get(flow.answers().get());
            return Optional.ofNullable(play).map(p -> p.answer(flow, barriers));
        }
        if (subscribers.size() >= MOST_SUBSCRIBERS) {
            return Optional.empty();
        }
        DirectSubscriber subscriber =
                new DirectSubscriber(this, flow, metadata.get().streamId(), barriers);
        subscribers.add(subscriber);
        return Optional.of(subscriber);
    }

    void ended(DirectPlay play) {
        plays.remove(play.control(), play);
    }

    void ended(DirectSubscriber subscriber) {
        subscribers.remove(subscriber);
    }

    CompletableFuture<CloseReason> close() {
        client.close(CloseReason.NEAR_CLOSED);
        return closed;
    }

    @Override
    public void onClosed(CloseReason reason) {
        barriers.close();
        List.copyOf(plays.values()).forEach(DirectPlay::end);
        List.copyOf(subscribers).forEach(DirectSubscriber::onClosed);
        peers.left(this);
        closed.complete(reason);
    }
}
