package io.cumulonimbus.link.session;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.link.LinkLimits;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.testkit.ClientContract;
import io.cumulonimbus.testkit.DirectClients;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;

/** A client behind an edge behaves as a direct one, seen from the origin and from the client. */
class RemoteClientTest extends ClientContract {
    @Override
    protected Connection connect(ClientHandler near, ClientHandler far) {
        LinkPair pair = new LinkPair(1);
        Client[] atOrigin = new Client[1];
        ClientAcceptor acceptor =
                client -> {
                    atOrigin[0] = client;
                    return near;
                };
        pair.origin.session =
                LinkSession.origin(
                        LinkPair.config(LinkRole.ORIGIN, "secret", LinkLimits.DEFAULT),
                        acceptor,
                        pair.origin,
                        () -> pair.origin.outputPending = true,
                        new SplittableRandom(7));
        pair.settle();
        LinkPair.Carried carried = new LinkPair.Carried();
        carried.direct =
                new DirectClients(LinkPair.identity(1), new InetSocketAddress("192.0.2.7", 5000));
        carried.direct.handlers(pair.edge.session.openSession(carried.direct.near()), far);
        pair.carried.add(carried);
        pair.settle();
        return new Connection() {
            @Override
            public Client near() {
                return atOrigin[0];
            }

            @Override
            public Client far() {
                return carried.direct.far();
            }

            @Override
            public void settle() {
                pair.settle();
            }
        };
    }
}
