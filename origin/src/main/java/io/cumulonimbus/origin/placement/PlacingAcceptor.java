package io.cumulonimbus.origin.placement;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.net.gateway.Newcomer;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.rtmp.connection.Refusal;
import io.cumulonimbus.rtmp.message.MessageType;
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
    /** How long a client may take to say what it wants. */
    private static final long PATIENCE_NS = 120_000_000_000L;

    /** How long its home may be unknown or out of reach. */
    private static final long SEARCH_NS = 10_000_000_000L;

    private static final long AGAIN_NS = 200_000_000L;

    private final Loop loop;
    private final ClientAcceptor here;
    private final Homes homes;
    private final BiFunction<Client, Optional<Message>, Optional<String>> realms;
    private final Map<String, Set<Visit>> served = new HashMap<>();

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

    /**
     * A realm moves: those of its clients go that can be taken to where it will be, publishers
     * first.
     *
     * @param done runs on the loop when the last of them has
     */
    public void sendAway(String realm, Runnable done) {
        new Leaving(loop, List.copyOf(served.getOrDefault(realm, Set.of())), done);
    }

    /** A realm is at home elsewhere: those of its clients that are served here go. */
    public void letGo(String realm) {
        Set<Visit> all = served.remove(realm);
        if (all != null) {
            all.forEach(Visit::letGo);
        }
    }

    @Override
    public ClientHandler accept(Client client) {
        Visit visit = new Visit(client);
        visit.ask(Optional.empty());
        return visit.newcomer;
    }

    /** A client of which it is not known yet where it belongs, or which was passed on. */
    private final class Visit implements Leaving.Guest {
        private final Client client;
        private final Newcomer newcomer;
        private DeadlineTimer patience;
        private String wanted = "";
        private boolean asked;

        Visit(Client client) {
            this.client = client;
            this.newcomer = new Newcomer(this::said, this::left);
            this.patience = new DeadlineTimer(loop, () -> client.close(CloseReason.TIMED_OUT));
            patience.set(loop.nowNs() + PATIENCE_NS);
        }

        private boolean said(Message message) {
            ask(Optional.of(message));
            return asked;
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
            } else if (first.filter(this::decides).isPresent()) {
                asked = true;
                served(here.accept(client)); // where it is told what is wrong
            }
        }

        private boolean decides(Message first) {
            return MessageType.tellsWish(client.identity().protocol(), first);
        }

        private boolean isSettled() {
            return newcomer.isGone() || newcomer.handler().isPresent();
        }

        private void find() {
            if (!isSettled()) {
                homes.find(wanted, this::found);
            }
        }

        private void found(Optional<NodeId> home) {
            if (isSettled()) {
                return;
            }
            if (home.isEmpty()) {
                served.computeIfAbsent(wanted, realm -> new LinkedHashSet<>()).add(this);
                served(here.accept(client));
            } else if (client.isTakenElsewhere() && client.moveElsewhere()) {
                patience.cancel();
            } else {
                homes.forward(home.get(), client, this::forwarded);
            }
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
            newcomer.handledBy(by);
        }

        @Override
        public boolean publishes() {
            return newcomer.publishes();
        }

        @Override
        public void goAhead() {
            client.moveElsewhere();
        }

        private void letGo() {
            if (!client.moveElsewhere()) {
                newcomer.handler().ifPresent(ClientHandler::onDismissed);
            }
        }

        private void left() {
            patience.cancel();
            served.computeIfPresent(
                    wanted, (realm, all) -> all.remove(this) && all.isEmpty() ? null : all);
        }
    }
}
