package io.cumulonimbus.net.gateway;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.ForwardingHandler;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.rtmp.connection.Refusal;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The clients of one loop: how many are here, and whether others may come. Owned by the loop, apart
 * from what says that any thread may ask.
 */
public final class Guests implements ClientAcceptor {
    private static final int CAPACITY = 4;

    private final ClientAcceptor acceptor;
    private final BoundedHop hop;
    private final Set<Client> here = new HashSet<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean leaving;

    /**
     * @param acceptor who takes those that may come in
     */
    public Guests(Loop loop, ClientAcceptor acceptor) {
        this.hop = new BoundedHop(loop, CAPACITY);
        this.acceptor = acceptor;
    }

    @Override
    public ClientHandler accept(Client client) {
        if (leaving) {
            return new Refusal(client, "The server is stopping");
        }
        here.add(client);
        count.incrementAndGet();
        return new Guest(client, acceptor.accept(client));
    }

    /**
     * Lets nobody in any more, and asks those who are here to go, if their protocol has a word for
     * it. Any thread.
     */
    public void leave() {
        if (!leaving) {
            leaving = true;
            hop.insist(() -> Set.copyOf(here).forEach(Client::askToReconnect));
        }
    }

    /** Whether nobody is let in any more. Any thread. */
    public boolean isLeaving() {
        return leaving;
    }

    /** How many are here now. Any thread. */
    public int count() {
        return count.get();
    }

    /** One of them, until its end. */
    private final class Guest extends ForwardingHandler {
        private final Client client;

        Guest(Client client, ClientHandler handler) {
            super(handler);
            this.client = client;
        }

        @Override
        public void onClosed(CloseReason reason) {
            if (here.remove(client)) {
                count.decrementAndGet();
            }
            super.onClosed(reason);
        }
    }
}
