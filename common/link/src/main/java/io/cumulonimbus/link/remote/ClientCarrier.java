package io.cumulonimbus.link.remote;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.link.PeerFinder;
import io.cumulonimbus.link.connection.Sequence;
import io.cumulonimbus.link.ingress.ReplayBudget;
import io.cumulonimbus.link.stream.LinkStreams;
import io.cumulonimbus.link.turn.Carrier;
import io.cumulonimbus.link.wire.LinkFrame;

/** What a link is to the clients that it carries. */
public interface ClientCarrier extends Carrier {
    /** The way out. */
    LinkOutput output();

    /** All clients of the link. */
    LinkClients clients();

    /** Who finds the peers that they ask for. */
    PeerFinder finder();

    /** A client of this edge is carried from now on. */
    void carries(Client local, RemoteClient remote);

    /** It is not carried any more. */
    void forgets(Client local);

    /** What they publish and watch. */
    LinkStreams streams();

    /** The frames of the link by number. */
    Sequence sequence();

    /** What may be kept of publishers' media in case the origin is lost. */
    ReplayBudget replayBudget();

    /** Whether the link is over, for good. */
    boolean isOver();

    /** Whether messages are kept for another origin that may have to take over. */
    boolean mayMove();

    /** Whether the edge keeps sessions for a while when we are lost. */
    boolean keeps();

    /** For how long the link has been without a connection; 0 when it has one, or is over. */
    long awayNs(long nowNs);

    /** Shows a frame that came or is sent to whoever looks; answers it. */
    LinkFrame tapped(boolean incoming, LinkFrame frame);

    /** Is sent when there is a connection again. */
    void farewell(LinkFrame frame);

    /**
     * Ends a session whose edge is away, and can be neither asked nor told: whoever comes in its
     * place is here. The edge hears of it when it is back. Answers false when it is not away.
     */
    boolean endAbsent(RemoteClient client, CloseReason reason);

    /** The origin does not serve a session any more, which was taken off the link. */
    void displaced(RemoteClient client);

    /** Checkpoints that are to be written before anything is acknowledged. */
    void promises(int change);

    /** A session that keeps too much of unfinished messages costs itself, nobody else. */
    void assembling(int change);

    /** Runs a callback; what it throws costs this client only. */
    void guarded(RemoteClient client, Runnable callback);

    /** Something of ours went wrong on account of this client. */
    void fault(RemoteClient client);
}
