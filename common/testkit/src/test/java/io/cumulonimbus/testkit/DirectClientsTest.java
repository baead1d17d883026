package io.cumulonimbus.testkit;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.Protocol;
import java.net.InetSocketAddress;

/** The clients in memory keep the contract, and the contract can be kept. */
class DirectClientsTest extends ClientContract {
    @Override
    protected Connection connect(ClientHandler near, ClientHandler far) {
        ClientIdentity identity =
                new ClientIdentity(Protocol.RTMFP, new byte[32], "/app", new byte[0], new byte[0]);
        DirectClients clients =
                new DirectClients(identity, InetSocketAddress.createUnresolved("client", 1));
        clients.handlers(near, far);
        return new Connection() {
            @Override
            public Client near() {
                return clients.near();
            }

            @Override
            public Client far() {
                return clients.far();
            }

            @Override
            public void settle() {
                clients.pump();
            }
        };
    }
}
