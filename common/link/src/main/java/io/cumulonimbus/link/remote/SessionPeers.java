package io.cumulonimbus.link.remote;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.PeerHello;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.link.PeerAddress;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.LinkFrame.Found;
import io.cumulonimbus.link.wire.LinkFrame.Introduce;
import io.cumulonimbus.link.wire.LinkFrame.OfPeer;
import io.cumulonimbus.link.wire.LinkFrame.Wish;
import io.cumulonimbus.link.wire.MalformedFrameException;
import io.cumulonimbus.link.wire.PeerCodec;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** How one session's client meets others: what it asks, and who asks for it. */
public final class SessionPeers {
    /** Frames that may wait for the link; who asks more often asks in vain, and asks again. */
    private static final int MOST_WAITING = 32;

    /** Questions that may be without an answer; most of those will never have one. */
    private static final int MOST_OPEN = 16;

    private final RemoteClient client;
    private final ArrayDeque<LinkFrame> waiting = new ArrayDeque<>(0);
    private final Map<Long, Consumer<List<PeerAddress>>> open =
            new LinkedHashMap<>(0) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<Long, Consumer<List<PeerAddress>>> eldest) {
                    return size() > MOST_OPEN;
                }
            };
    private long lastWish;

    SessionPeers(RemoteClient client) {
        this.client = client;
    }

    /** At the edge: the client wants to meet another. */
    public void wish(byte[] wanted, byte[] tag, Consumer<List<PeerAddress>> answer) {
        if (tag.length <= PeerCodec.MAX_TAG
                && say(new Wish(client.id(), lastWish + 1, wanted, tag))) {
            open.put(++lastWish, answer);
        }
    }

    /** At the origin: another wants to meet the client. */
    boolean introduce(PeerHello hello) {
        return client.identity().protocol() == Protocol.RTMFP
                && hello.tag().length <= PeerCodec.MAX_TAG
                && say(new Introduce(client.id(), hello.tag(), hello.address(), hello.observed()));
    }

    private boolean say(LinkFrame frame) {
        if (client.isEnded() || client.isClosing() || waiting.size() >= MOST_WAITING) {
            return false;
        }
        waiting.add(frame);
        client.link().output().offer(client);
        return true;
    }

    boolean isPending() {
        return !waiting.isEmpty();
    }

    LinkFrame next() {
        return waiting.poll();
    }

    /**
     * What the far end says.
     *
     * @param local the client itself at the edge; nobody at the origin
     */
    void receive(OfPeer frame, Optional<Client> local) throws MalformedFrameException {
        boolean atEdge = local.isPresent();
        if (frame instanceof Wish == atEdge) {
            throw new MalformedFrameException("a wish from the wrong end");
        }
        switch (frame) {
            case Wish f -> find(f);
            case Found f -> found(f);
            case Introduce f ->
                    local.orElseThrow()
                            .introduce(new PeerHello(f.tag(), f.address(), f.observed()));
        }
    }

    private void find(Wish f) {
        client.link()
                .finder()
                .find(
                        client,
                        f.wanted(),
                        f.tag(),
                        addresses ->
                                say(
                                        new Found(
                                                client.id(),
                                                f.number(),
                                                addresses.stream()
                                                        .limit(PeerCodec.MOST_ADDRESSES)
                                                        .toList())));
    }

    private void found(Found f) throws MalformedFrameException {
        if (f.number() > lastWish) {
            throw new MalformedFrameException("an answer to no question");
        }
        Consumer<List<PeerAddress>> answer = open.remove(f.number());
        if (answer != null) {
            answer.accept(f.addresses());
        }
    }
}
