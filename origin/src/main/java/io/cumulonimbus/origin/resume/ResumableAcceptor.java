package io.cumulonimbus.origin.resume;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;

/**
 * Has clients that may outlive this process watched, and brings back those that outlived another.
 */
public final class ResumableAcceptor implements ClientAcceptor {
    private final ClientAcceptor acceptor;
    private final Seal seal;

    /**
     * @param acceptor takes the clients
     */
    public ResumableAcceptor(ClientAcceptor acceptor, Seal seal) {
        this.acceptor = acceptor;
        this.seal = seal;
    }

    @Override
    public ClientHandler accept(Client client) {
        return client.isKept()
                ? ResumableClient.accept(client, acceptor, seal)
                : acceptor.accept(client);
    }
}
