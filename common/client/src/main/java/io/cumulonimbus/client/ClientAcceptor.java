package io.cumulonimbus.client;

/** Takes clients as they are established, on each client's own loop. */
@FunctionalInterface
public interface ClientAcceptor {
    /** Answers who handles the client; to refuse it, close it and answer a handler all the same. */
    ClientHandler accept(Client client);
}
