package io.cumulonimbus.edge;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.net.link.LinkServer;
import io.cumulonimbus.net.loop.Loops;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An origin that is nothing but the door for edges, with an {@link Echo} behind it. */
final class OriginStandIn implements AutoCloseable {
    final List<Echo> echoes = new CopyOnWriteArrayList<>();
    private final Loops loops = Loops.startDaemons("origin", 1);
    private final LinkServer server;

    OriginStandIn(String secret) {
        this(secret, 0);
    }

    OriginStandIn(String secret, int port) {
        LinkServer.Setup setup =
                new LinkServer.Setup(
                        LinkConfig.of(LinkRole.ORIGIN, "origin", secret),
                        loop -> this::accept,
                        new SecureRandom());
        InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        server = LinkServer.start(loops, at, setup).join();
    }

    private ClientHandler accept(Client client) {
        Echo echo = new Echo(client);
        echoes.add(echo);
        return echo;
    }

    int port() {
        return server.addresses().get(0).getPort();
    }

    /** Runs something where the clients live. */
    void onLoop(Runnable task) {
        loops.loop(0).execute(task);
    }

    @Override
    public void close() {
        server.stop(Duration.ofSeconds(3)).join();
        loops.close();
    }
}
