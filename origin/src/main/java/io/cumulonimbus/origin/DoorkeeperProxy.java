package io.cumulonimbus.origin;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.ForwardingHandler;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Lets no client of a banned address in, and puts out those that are in, whatever they came by: a
 * port of ours, a proxy or an edge. Owned by one loop.
 */
final class DoorkeeperProxy implements ClientAcceptor {
    private static final int CAPACITY = 1024;

    private final Predicate<InetAddress> banned;
    private final ClientAcceptor acceptor;
    private final BoundedHop hop;
    private final Set<Client> inside = new HashSet<>();

    /**
     * @param acceptor who takes those that may come in
     */
    DoorkeeperProxy(Loop loop, Predicate<InetAddress> banned, ClientAcceptor acceptor) {
        this.hop = new BoundedHop(loop, CAPACITY);
        this.banned = banned;
        this.acceptor = acceptor;
    }

    @Override
    public ClientHandler accept(Client client) {
        inside.add(client);
        ClientHandler handler = acceptor.accept(client);
        check(client);
        return new Visit(client, handler);
    }

    private void check(Client client) {
        InetAddress address = client.address().getAddress();
        if (address != null && banned.test(address)) {
            client.close(CloseReason.NEAR_CLOSED);
        }
    }

    /** Somebody was banned. Any thread; there are as many of these as there are calls for it. */
    void expel() {
        hop.offer(() -> List.copyOf(inside).forEach(this::check));
    }

    private final class Visit extends ForwardingHandler {
        private final Client client;

        Visit(Client client, ClientHandler handler) {
            super(handler);
            this.client = client;
        }

        @Override
        public void onAddressChanged(InetSocketAddress address) {
            super.onAddressChanged(address);
            check(client);
        }

        @Override
        public void onClosed(CloseReason reason) {
            inside.remove(client);
            super.onClosed(reason);
        }
    }
}
