package io.cumulonimbus.origin.placement;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.rtmp.connection.Refusal;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Has clients served where they belong: here, or at another origin, to which they are forwarded.
 * Who does not say where it wants to before its first message waits until then. Owned by one loop.
 */
public final class PlacingAcceptor implements ClientAcceptor {
    /** What may wait of one client while its home is looked for, in bytes. */
    private static final int MOST_HELD = 1 << 20;

    /** How long a client may take to say what it wants. */
    private static final long PATIENCE_NS = 120_000_000_000L;

    /** How long its home may be unknown or out of reach. */
    private static final long SEARCH_NS = 10_000_000_000L;

    private static final long AGAIN_NS = 200_000_000L;

    private final Loop loop;
    private final ClientAcceptor here;
    private final Homes homes;
    private final BiFunction<Client, Optional<Message>, Optional<String>> realms;
    private final Map<String, Set<Newcomer>> served = new HashMap<>();

    /** Knows homes, and the way to them. */
    public interface Homes {
        /** Answers, on the loop, which other origin is the home of a realm, if one is. */
        void find(String realm, Consumer<Optional<NodeId>> answer);

        /**
         * Has a client served there; answers, on the loop, its handler, or nothing when that origin
         * is gone.
         */
        void forward(NodeId home, Client client, Consumer<Optional<ClientHandler>> answer);
    }

    /**
     * @param here takes clients that belong here
     * @param realms answers, of a client and its first message, if there is one yet, which realm it
     *     wants; empty when it did not say
     */
    public PlacingAcceptor(
            Loop loop,
            ClientAcceptor here,
            Homes homes,
            BiFunction<Client, Optional<Message>, Optional<String>> realms) {
        this.loop = loop;
        this.here = here;
        this.homes = homes;
        this.realms = realms;
    }

    private static ClientHandler refusal(Client client) {
        return new Refusal(client, "The server of this application cannot be reached");
    }

    /** A realm is at home elsewhere: those of its clients that are served here go. */
    public void letGo(String realm) {
        Set<Newcomer> all = served.remove(realm);
        if (all != null) {
            all.forEach(Newcomer::letGo);
        }
    }

    @Override
    public ClientHandler accept(Client client) {
        Newcomer newcomer = new Newcomer(client);
        newcomer.ask(Optional.empty());
        return newcomer;
    }

    /** A client of which it is not known yet where it belongs, or which was passed on. */
    private final class Newcomer implements ClientHandler {
        private final Client client;
        private final List<Passage> passages = new ArrayList<>(1);
        private DeadlineTimer patience;
        private String wanted = "";
        private Optional<ClientHandler> handler = Optional.empty();
        private boolean asked;
        private boolean gone;

        Newcomer(Client client) {
            this.client = client;
            this.patience = new DeadlineTimer(loop, () -> client.close(CloseReason.TIMED_OUT));
            patience.set(loop.nowNs() + PATIENCE_NS);
        }

        /** Asks for its home, as soon as it is known what it wants. */
        void ask(Optional<Message> first) {
            if (asked) {
                return;
            }
            Optional<String> realm = realms.apply(client, first);
            if (realm.isPresent()) {
                asked = true;
                wanted = realm.get();
                limit(SEARCH_NS, () -> served(refusal(client)));
                find();
            } else if (first.isPresent()) {
                asked = true;
                served(here.accept(client)); // where it is told what is wrong
            }
        }

        private void find() {
            if (!gone && handler.isEmpty()) {
                homes.find(wanted, this::found);
            }
        }

        private void found(Optional<NodeId> home) {
            if (gone || handler.isPresent()) {
                return;
            }
            home.ifPresentOrElse(
                    there -> homes.forward(there, client, this::forwarded), this::servedHere);
        }

        private void servedHere() {
            served.computeIfAbsent(wanted, realm -> new LinkedHashSet<>()).add(this);
            served(here.accept(client));
        }

        private void letGo() {
            handler.ifPresent(ClientHandler::onDismissed);
        }

        private void forwarded(Optional<ClientHandler> by) {
            by.ifPresentOrElse(
                    this::served,
                    () -> new DeadlineTimer(loop, this::find).set(loop.nowNs() + AGAIN_NS));
        }

        private void limit(long ns, Runnable end) {
            patience.cancel();
            patience = new DeadlineTimer(loop, end);
            patience.set(loop.nowNs() + ns);
        }

        private void served(ClientHandler by) {
            patience.cancel();
            if (handler.isPresent()) {
                by.onClosed(CloseReason.NEAR_CLOSED); // too late
                return;
            }
            handler = Optional.of(by);
            if (gone) {
                by.onClosed(CloseReason.FAR_CLOSED);
                return;
            }
            List<Passage> waiting = List.copyOf(passages);
            passages.clear();
            waiting.forEach(passage -> passage.goOn(by));
        }

        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            if (handler.isPresent()) {
                return handler.get().onFlow(flow);
            }
            Passage passage = new Passage(this, flow);
            passages.add(passage);
            return Optional.of(passage);
        }

        @Override
        public void onAddressChanged(InetSocketAddress address) {
            handler.ifPresent(by -> by.onAddressChanged(address));
        }

        @Override
        public Optional<String> application() {
            return handler.flatMap(ClientHandler::application);
        }

        @Override
        public void onClosed(CloseReason reason) {
            gone = true;
            patience.cancel();
            served.computeIfPresent(
                    wanted, (realm, all) -> all.remove(this) && all.isEmpty() ? null : all);
            handler.ifPresent(by -> by.onClosed(reason));
        }
    }

    /** A flow that was opened before it was known where the client belongs. */
    private static final class Passage implements FlowHandler {
        private final Newcomer client;
        private final IncomingFlow flow;
        private final ArrayDeque<Held> held = new ArrayDeque<>();
        private Optional<FlowHandler> next = Optional.empty();
        private int heldBytes;
        private boolean draining;
        private boolean closed;

        /** A message that waits. */
        private record Held(Message message, long lostBefore) {}

        Passage(Newcomer client, IncomingFlow flow) {
            this.client = client;
            this.flow = flow;
        }

        @Override
        public void onMessage(Message message, long lostBefore) {
            if (next.isPresent() && !draining) {
                next.get().onMessage(message, lostBefore);
                return;
            }
            heldBytes += message.length();
            if (closed || heldBytes > MOST_HELD) {
                flow.reject(0);
                return;
            }
            if (held.isEmpty() && !draining) {
                flow.suspend(true);
            }
            held.add(new Held(message, lostBefore));
            client.ask(Optional.of(message));
        }

        @Override
        public void onRepeated(Message message, long lostBefore) {
            if (next.isPresent() && !draining) {
                next.get().onRepeated(message, lostBefore);
            } else {
                onMessage(message, lostBefore);
            }
        }

        @Override
        public void onClosed() {
            closed = true;
            if (!draining) {
                next.ifPresent(FlowHandler::onClosed);
            }
        }

        void goOn(ClientHandler by) {
            Optional<FlowHandler> taken = by.onFlow(flow);
            if (taken.isEmpty()) {
                flow.reject(0);
                return;
            }
            next = taken;
            draining = true;
            if (!held.isEmpty()) {
                flow.suspend(false); // before the handler may wish otherwise
            }
            for (Held one = held.poll(); one != null; one = held.poll()) {
                taken.get().onMessage(one.message, one.lostBefore);
            }
            draining = false;
            if (closed) {
                taken.get().onClosed();
            }
        }
    }
}
