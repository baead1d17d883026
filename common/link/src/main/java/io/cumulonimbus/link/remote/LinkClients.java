package io.cumulonimbus.link.remote;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.wire.LinkCodec;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.LinkFrame.Figures;
import io.cumulonimbus.link.wire.LinkFrame.OfSession;
import io.cumulonimbus.link.wire.LinkFrame.Quality;
import io.cumulonimbus.link.wire.LinkFrame.Restore;
import io.cumulonimbus.link.wire.LinkFrame.SessionOpen;
import io.cumulonimbus.link.wire.MalformedFrameException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sessions of one link, by number. */
public final class LinkClients {
    private final ClientCarrier link;
    private final LinkRole role;
    private final ClientAcceptor acceptor;
    private final Map<Long, RemoteClient> sessions = new HashMap<>();
    private final List<RemoteClient> closing = new ArrayList<>();
    private final List<Restore> restoring = new ArrayList<>(0);
    private long highest;

    public LinkClients(ClientCarrier link, LinkRole role, ClientAcceptor acceptor) {
        this.link = link;
        this.role = role;
        this.acceptor = acceptor;
    }

    public int size() {
        return sessions.size();
    }

    /** The same, of which everybody who asks is one. */
    int atLeastOne() {
        return Math.max(1, size());
    }

    /** Carries a client, or closes it. */
    public ClientHandler open(Client local, boolean staying) {
        boolean takes = link.isEstablished() && size() < link.limits().maxSessions();
        if (!role.dials() || !takes || !LinkCodec.fits(local.identity())) {
            local.close(takes ? CloseReason.MISBEHAVED : CloseReason.LINK_LOST);
            return Nobody.CLIENT;
        }
        RemoteClient remote =
                new RemoteClient(
                        link, ++highest, local.identity(), local.address(), local.roundTripNs());
        remote.stays(staying);
        remote.resumes(local.isResumed());
        add(remote);
        link.carries(local, remote);
        ClientHandler handler = LinkForwarder.join(local, remote);
        link.output().open(remote);
        return handler;
    }

    private void add(RemoteClient client) {
        sessions.put(client.id(), client);
        link.counters().sessionsOpened++;
    }

    public void receive(SessionOpen f) throws MalformedFrameException {
        if (role.dials() || f.session() <= highest) {
            throw new MalformedFrameException("a session that may not be opened");
        }
        highest = f.session();
        List<Restore> known = List.copyOf(restoring);
        restoring.clear();
        RemoteClient client =
                new RemoteClient(link, f.session(), f.identity(), f.address(), f.roundTripNs());
        for (Restore one : known) {
            if (one.session() == f.session()) {
                client.kept().restored(one);
            }
        }
        client.stays(f.staying());
        client.resumes(f.resumed() || !client.restoredFrom().isEmpty());
        client.handledBy(Nobody.CLIENT);
        client.opened();
        add(client);
        if (size() > link.limits().maxSessions()) {
            client.close(CloseReason.MISBEHAVED);
        } else {
            link.guarded(client, () -> client.handledBy(acceptor.accept(client)));
        }
    }

    /** Of the session that is opened next. */
    public void receive(Restore f) throws MalformedFrameException {
        if (role.dials() || restoring.size() > Restore.CALLS) {
            throw new MalformedFrameException("nothing to restore");
        }
        restoring.add(f);
    }

    /** Another origin takes over. */
    public void rehomeAll() {
        List<RemoteClient> all =
                sessions.values().stream()
                        .sorted(
                                Comparator.comparing(RemoteClient::publishes)
                                        .reversed()
                                        .thenComparingLong(RemoteClient::id))
                        .toList();
        for (RemoteClient client : all) {
            if (!client.kept().isMovable()) {
                client.end(CloseReason.LINK_LOST);
            }
        }
        sessions.clear();
        for (RemoteClient client : all) {
            if (client.isEnded()) {
                continue;
            }
            client.rehome(++highest);
            sessions.put(client.id(), client);
            link.output().move(client);
        }
    }

    /** The origin does not serve a session any more: whoever dialled knows where it goes. */
    void displaced(RemoteClient client) throws MalformedFrameException {
        if (!role.dials()) {
            throw new MalformedFrameException("an edge that serves nobody");
        }
        if (client.isClosing()) {
            client.end(CloseReason.FAR_CLOSED);
        } else {
            link.displaced(detach(client));
        }
    }

    private RemoteClient detach(RemoteClient client) {
        sessions.remove(client.id());
        client.local().ifPresent(link::forgets);
        link.output().forget(client);
        client.detach();
        if (client.viewers() instanceof NearViewers near) {
            link.streams().forget(near);
        }
        return client;
    }

    /** Takes all away from an origin that cannot be told; it hears of it when it is back. */
    public List<RemoteClient> detachAll() {
        List<RemoteClient> all = new ArrayList<>(sessions.size());
        for (RemoteClient client : List.copyOf(sessions.values())) {
            link.farewell(new LinkFrame.SessionClose(client.id(), CloseReason.FAR_CLOSED));
            if (client.isClosing()) {
                client.end(CloseReason.FAR_CLOSED);
            } else {
                all.add(detach(client));
            }
        }
        return all;
    }

    /** Goes on with a session that was on another link. */
    public void take(RemoteClient client, boolean staying) {
        if (link.isOver() || size() >= link.limits().maxSessions()) {
            client.end(CloseReason.LINK_LOST);
            return;
        }
        client.attach(link, ++highest, staying);
        add(client);
        client.local().ifPresent(local -> link.carries(local, client));
        if (client.publishes()) {
            goesFirst(client);
        } else {
            link.output().move(client);
        }
    }

    /** Its viewers see nothing until it is there: it takes the place of those who only wait. */
    private void goesFirst(RemoteClient client) {
        List<RemoteClient> order = new ArrayList<>(List.of(client));
        order.addAll(link.output().callBack());
        long[] numbers = order.stream().mapToLong(RemoteClient::id).sorted().toArray();
        for (int i = 0; i < numbers.length; i++) {
            RemoteClient one = order.get(i);
            one.numbered(numbers[i]);
            sessions.put(numbers[i], one);
            link.output().move(one);
        }
    }

    public void receive(OfSession f) throws MalformedFrameException {
        RemoteClient client = sessions.get(f.session());
        if (client != null) {
            try {
                client.receive(f);
            } catch (RuntimeException e) {
                link.fault(client);
            }
        } else if (f.session() > highest) {
            throw new MalformedFrameException("a session that was never opened");
        } else {
            link.counters().stale++;
        }
    }

    /** How viewers fared, of sessions that may be gone. */
    public void receive(Quality f) throws MalformedFrameException {
        if (role.dials()) {
            throw new MalformedFrameException("an origin that serves viewers");
        }
        for (Figures one : f.viewers()) {
            viewersOf(one.session()).receive(one);
        }
    }

    private Viewers viewersOf(long session) throws MalformedFrameException {
        if (session > highest) {
            throw new MalformedFrameException("a session that was never opened");
        }
        RemoteClient client = sessions.get(session);
        return client == null ? Viewers.NONE : client.viewers();
    }

    /** Once a second. */
    public void tick(long nowNs) {
        sessions.values().forEach(RemoteClient::tick);
        // A second is exact enough for giving up on a session that does not get its words out.
        closing.removeIf(RemoteClient::isEnded);
        closing.forEach(client -> client.lingered(nowNs));
    }

    /** One that waits until its words are out. */
    void closing(RemoteClient client) {
        closing.add(client);
    }

    void forget(RemoteClient client) {
        sessions.remove(client.id());
        client.local().ifPresent(link::forgets);
    }

    /** Who has the most of unfinished messages has too much. */
    public void closeLargestAssembly() {
        sessions.values().stream()
                .filter(client -> !client.isClosing())
                .max(Comparator.comparingLong(RemoteClient::assembling))
                .ifPresent(client -> client.close(CloseReason.MISBEHAVED));
    }

    public void endAll(CloseReason reason) {
        List.copyOf(sessions.values()).forEach(client -> client.end(reason));
    }
}
