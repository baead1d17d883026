package io.cumulonimbus.net.warm;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.session.LinkListener;
import io.cumulonimbus.link.session.LinkSession;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** An edge and an origin with memory between them; clients of the edge are answered by an echo. */
final class LinkTalk implements ClientAcceptor {
    private static final int SECRET_LENGTH = 16;

    private final LinkSession edge;
    private final LinkSession origin;

    LinkTalk(RandomGenerator random) {
        byte[] secret = new byte[SECRET_LENGTH];
        random.nextBytes(secret);
        String shared = HexFormat.of().formatHex(secret);
        Deaf nobody = new Deaf();
        edge =
                LinkSession.edge(
                        LinkConfig.of(LinkRole.EDGE, "edge", shared), nobody, () -> {}, random);
        origin =
                LinkSession.origin(
                        LinkConfig.of(LinkRole.ORIGIN, "origin", shared),
                        Echo::new,
                        nobody,
                        () -> {},
                        random);
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

    /** Nothing that happens to the link matters. */
    private static final class Deaf implements LinkListener {
        @Override
        public void onEstablished(String farNodeId) {}

        @Override
        public void onLost(LinkLoss reason) {}
    }
}
