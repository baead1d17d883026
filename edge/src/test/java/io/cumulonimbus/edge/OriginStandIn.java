package io.cumulonimbus.edge;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.PeerFinder;
import io.cumulonimbus.link.ask.Respondent;
import io.cumulonimbus.link.route.RouteAnswer;
import io.cumulonimbus.link.route.Router;
import io.cumulonimbus.link.stream.StreamSource;
import io.cumulonimbus.net.link.LinkCipher;
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
        this(secret, port, Router.ALONE);
    }

    /**
     * @param router knows where clients belong
     */
    OriginStandIn(String secret, int port, Router router) {
        LinkServer.Setup setup =
                new LinkServer.Setup(
                        LinkConfig.of(LinkRole.ORIGIN, "origin", secret),
                        LinkCipher.AUTO,
                        loop -> this::accept,
                        new SecureRandom(),
                        loop -> StreamSource.NONE,
                        loop -> PeerFinder.NONE,
                        loop -> router,
                        loop -> Respondent.NOBODY,
                        () -> {});
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

    /** Where edges find it. */
    RouteAnswer home() {
        return new RouteAnswer("127.0.0.1:" + port(), 1);
    }

    /** Tells its edges where clients belong soon. */
    void expect(RouteAnswer home) {
        server.expect(home);
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
