package io.cumulonimbus.origin;

import io.cumulonimbus.net.roster.Roster;
import io.cumulonimbus.origin.app.Applications;
import io.cumulonimbus.origin.app.RealmSheet;
import io.cumulonimbus.origin.rendezvous.RendezvousProxy;
import io.cumulonimbus.origin.stream.PublicationsProxy;
import io.cumulonimbus.origin.stream.StreamSheet;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What operators may see and do while an origin runs. Any thread. */
public final class OriginControls {
    private final Lobby lobby;
    private final Roster roster;
    private final Bans bans;
    private final Applications applications;
    private final PublicationsProxy publications;
    private final RendezvousProxy rendezvous;

    OriginControls(
            Lobby lobby,
            Roster roster,
            Bans bans,
            Applications applications,
            PublicationsProxy publications,
            RendezvousProxy rendezvous) {
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

    /** Lets nobody in any more; those who are here stay. */
    public void drain() {
        lobby.close();
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

    /** Ignores an address, and puts out its clients; or does so no more. */
    public void ban(InetAddress address, boolean wanted) {
        bans.set(address, wanted);
    }
}
