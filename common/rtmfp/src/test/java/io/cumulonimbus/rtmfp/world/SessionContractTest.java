package io.cumulonimbus.rtmfp.world;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.testkit.ClientContract;

/** A session as responder and as initiator keeps the contract of the seam. */
class SessionContractTest extends ClientContract {
    @Override
    protected Connection connect(ClientHandler near, ClientHandler far) {
        World world = new World(1);
        world.server().accepting(client -> near);
        Node node = world.newClient();
        node.accepting(client -> far);
        world.connected(node);
        return new Connection() {
            @Override
            public Client near() {
                return world.server().client();
            }

            @Override
            public Client far() {
                return node.client();
            }

            @Override
            public void settle() {
                world.runFor(20_000);
                world.verify();
            }
        };
    }
}
