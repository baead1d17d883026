package io.cumulonimbus.origin.link;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.session.Displaced;
import io.cumulonimbus.link.session.LinkListener;
import io.cumulonimbus.link.session.LinkSession;
import io.cumulonimbus.link.stream.StreamHub;
import io.cumulonimbus.net.link.LinkClient;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;

/** The way of clients of one loop to one other origin. Owned by the loop. */
final class ForwardLink implements LinkListener {
    private static final int MOST_WAITING = 4096;

    private final String home;
    private final InetSocketAddress address;
    private final StreamHub hub;
    private final Consumer<Displaced> displaced;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private Optional<LinkClient> link = Optional.empty();
    private final ArrayDeque<Displaced> arriving = new ArrayDeque<>();
    private boolean atHome;

    /** A client that came before there was a link. */
    private record Waiting(Client client, Consumer<Optional<ClientHandler>> answer) {}

    /**
     * @param home the name of the origin that is meant, not of one that takes over for it
     * @param address where that is dialled
     * @param displaced takes sessions that this origin does not serve any more
     */
    ForwardLink(
            String home, InetSocketAddress address, StreamHub hub, Consumer<Displaced> displaced) {
        this.displaced = displaced;
        this.home = home;
        this.address = address;
        this.hub = hub;
    }

    void by(LinkClient client) {
        link = Optional.of(client);
    }

    private Optional<LinkSession> session() {
        return link.flatMap(LinkClient::session).filter(session -> atHome);
    }

    /** Carries a client, as soon as there is a link; the answer is empty when there is none. */
    void carry(Client client, Consumer<Optional<ClientHandler>> answer) {
        Optional<LinkSession> session = session();
        if (session.isPresent()) {
            answer.accept(Optional.of(session.get().openSession(client)));
        } else if (waiting.size() >= MOST_WAITING) {
            answer.accept(Optional.empty());
        } else {
            waiting.add(new Waiting(client, answer));
        }
    }

    /** Goes on with a session of another link, as soon as there is this one. */
    void take(Displaced session) {
        Optional<LinkSession> there = session();
        if (there.isPresent()) {
            session.goOn(there.get(), true);
        } else if (arriving.size() >= MOST_WAITING) {
            session.end();
        } else {
            arriving.add(session);
        }
    }

    /** The origin is gone: who waits for it is to look for another one, and who is there, too. */
    void abandon() {
        atHome = false;
        link.ifPresent(client -> client.moveOn(address));
        while (!waiting.isEmpty()) {
            waiting.poll().answer.accept(Optional.empty());
        }
    }

    private void linked() {
        Optional<LinkSession> any = link.flatMap(LinkClient::session);
        any.ifPresent(there -> there.streams().handsOut(hub));
        atHome = any.map(LinkSession::farNodeId).filter(home::equals).isPresent();
        while (atHome && !arriving.isEmpty()) {
            arriving.poll().goOn(any.get(), true);
        }
        while (atHome && !waiting.isEmpty()) {
            Waiting next = waiting.poll();
            next.answer.accept(Optional.of(any.get().openSession(next.client)));
        }
    }

    @Override
    public void onEstablished(String farNodeId) {
        linked();
    }

    @Override
    public void onResumed() {
        linked();
    }

    @Override
    public void onMoved() {
        linked();
    }

    /** The home has changed: another one is looked for as for those who come back from one. */
    @Override
    public void onElsewhere(Displaced session) {
        displaced.accept(session);
    }

    @Override
    public void onLost(LinkLoss reason) {
        atHome = false;
    }
}
