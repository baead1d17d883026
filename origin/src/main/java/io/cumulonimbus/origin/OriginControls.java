package io.cumulonimbus.origin;

import io.cumulonimbus.link.LinkStatistics;
import io.cumulonimbus.net.doors.RtmpListeners;
import io.cumulonimbus.net.limits.Limits;
import io.cumulonimbus.net.roster.Roster;
import io.cumulonimbus.origin.app.Applications;
import io.cumulonimbus.origin.app.RealmSheet;
import io.cumulonimbus.origin.link.EdgeDoor;
import io.cumulonimbus.origin.rendezvous.RecentIntroduction;
import io.cumulonimbus.origin.rendezvous.RendezvousProxy;
import io.cumulonimbus.origin.stream.PublicationsProxy;
import io.cumulonimbus.origin.stream.StreamSheet;
import io.cumulonimbus.rtmp.tunnel.TunnelStatistics;
import io.cumulonimbus.stream.ViewerFigures;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What operators may see and do while an origin runs. Any thread. */
public final class OriginControls {
    private final Lobby lobby;
    private final Roster roster;
    private final SharedBans bans;
    private final Applications applications;
    private final PublicationsProxy publications;
    private final RendezvousProxy rendezvous;
    private final EdgeDoor edges;
    private final RtmpListeners rtmp;

    OriginControls(
            Lobby lobby,
            Roster roster,
            SharedBans bans,
            Applications applications,
            PublicationsProxy publications,
            RendezvousProxy rendezvous,
            EdgeDoor edges,
            RtmpListeners rtmp) {
        this.edges = edges;
        this.rtmp = rtmp;
        this.lobby = lobby;
        this.roster = roster;
        this.bans = bans;
        this.applications = applications;
        this.publications = publications;
        this.rendezvous = rendezvous;
    }

    /** Its clients, those of edges included. */
    public Roster roster() {
        return roster;
    }

    /** How much clients may have that belong together. */
    public Limits limits() {
        return lobby.limits();
    }

    /** What viewers get from here, those behind edges not included. */
    public CompletableFuture<ViewerFigures> viewers() {
        return publications.viewers();
    }

    /** What was refused because the loop had too much to do that keeps the names of streams. */
    public long publicationsRefused() {
        return publications.refused();
    }

    /** How many realms that were at home here have another home. */
    public long realmsDeparted() {
        return applications.departed();
    }

    /** What the links of edges have seen. */
    public List<CompletableFuture<LinkStatistics>> links() {
        return edges.linkStatistics();
    }

    /** What happened to the tunnels of RTMPT, one for each loop and port. */
    public List<CompletableFuture<TunnelStatistics>> tunnels() {
        return rtmp.tunnels();
    }

    /** Lets nobody in any more; those who are here stay. */
    public void drain() {
        lobby.close();
        rtmp.shut();
    }

    /** Whether nobody is let in any more. */
    public boolean isDraining() {
        return !lobby.isOpen();
    }

    /** The streams behind {@code after} in the order of their keys, as many at most. */
    public CompletableFuture<List<StreamSheet>> streams(String after, int most) {
        return publications.page(after, most);
    }

    /** Ends a publication; answers whether there was one. */
    public CompletableFuture<Boolean> unpublish(String key) {
        return publications.close(key);
    }

    /** Members of the NetGroups behind {@code after}, by their ids, as many groups at most. */
    public CompletableFuture<Map<String, Integer>> groups(String after, int most) {
        return rendezvous.groups(after, most);
    }

    /** The latest wishes of clients to meet another, the last one first. */
    public List<RecentIntroduction> latestIntroductions() {
        return rendezvous.latestIntroductions();
    }

    /** How the applications fare that were loaded. */
    public CompletableFuture<List<RealmSheet>> applications() {
        return applications.sheets();
    }

    /** Loads an application again, or all; answers whether there was one. */
    public CompletableFuture<Boolean> reload(String path) {
        return applications.reload(path);
    }

    /** Addresses that are ignored, in the order of their texts. */
    public List<String> banned() {
        return bans.all().stream().map(InetAddress::getHostAddress).sorted().toList();
    }

    /** Ignores an address, at all origins, and puts out its clients; or does so no more. */
    public void ban(InetAddress address, boolean wanted) {
        bans.set(address, wanted);
    }
}
