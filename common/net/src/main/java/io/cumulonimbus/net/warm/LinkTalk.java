package io.cumulonimbus.net.warm;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.session.Displaced;
import io.cumulonimbus.link.session.LinkListener;
import io.cumulonimbus.link.session.LinkSession;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * An edge and an origin with memory between them; clients of the edge are answered by an echo,
 * until the origin sends them to another one.
 */
final class LinkTalk implements ClientAcceptor {
    private static final int SECRET_LENGTH = 16;
    private static final long GRACE_NS = 10_000_000_000L;
    private static final byte[] CHECKPOINT = {1};

    private final LinkSession edge;
    private final LinkSession origin;
    private final List<Client> served = new ArrayList<>();
    private Optional<LinkTalk> next = Optional.empty();

    LinkTalk(RandomGenerator random) {
        byte[] secret = new byte[SECRET_LENGTH];
        random.nextBytes(secret);
        String shared = HexFormat.of().formatHex(secret);
        Listener listener = new Listener();
        edge =
                LinkSession.edge(
                        LinkConfig.of(LinkRole.EDGE, "edge", shared).withGrace(GRACE_NS),
                        listener,
                        () -> {},
                        random);
        origin =
                LinkSession.origin(
                        LinkConfig.of(LinkRole.ORIGIN, "origin", shared),
                        this::serve,
                        listener,
                        () -> {},
                        random);
    }

    private ClientHandler serve(Client client) {
        served.add(client);
        client.checkpoint(0, CHECKPOINT);
        return new Echo(client);
    }

    /** Sends all who are served here to another one. */
    void moveTo(LinkTalk other) {
        next = Optional.of(other);
        served.forEach(Client::moveElsewhere);
        served.clear();
    }

    /** How many are served here. */
    int served() {
        return served.size();
    }

    boolean isEstablished() {
        return edge.isEstablished();
    }

    @Override
    public ClientHandler accept(Client client) {
        return edge.openSession(client);
    }

    /** Both send what they have. */
    void turn(long nowNs) {
        send(edge, origin, nowNs);
        send(origin, edge, nowNs);
        edge.advance(nowNs);
        origin.advance(nowNs);
    }

    private static void send(LinkSession from, LinkSession to, long nowNs) {
        Pipe pipe = new Pipe();
        from.flush(pipe, nowNs);
        byte[] bytes = pipe.taken();
        to.receive(bytes, 0, bytes.length, nowNs);
    }

    /** Nothing that happens to the link itself matters. */
    private final class Listener implements LinkListener {
        @Override
        public void onEstablished(String farNodeId) {}

        @Override
        public void onElsewhere(Displaced session) {
            session.goOn(next.orElseThrow().edge, false);
        }

        @Override
        public void onLost(LinkLoss reason) {}
    }
}
