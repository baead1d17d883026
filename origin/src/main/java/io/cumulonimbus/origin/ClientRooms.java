package io.cumulonimbus.origin;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.config.PeersConfig;
import io.cumulonimbus.link.ask.Respondent;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.roster.Roster;
import io.cumulonimbus.origin.app.Applications;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.connection.ConnectionAcceptor;
import io.cumulonimbus.origin.connection.ConnectionContext;
import io.cumulonimbus.origin.connection.ConnectionSettings;
import io.cumulonimbus.origin.link.FellowLinks;
import io.cumulonimbus.origin.record.MediaLibrary;
import io.cumulonimbus.origin.record.far.FilmExchange;
import io.cumulonimbus.origin.rendezvous.LocalPeers;
import io.cumulonimbus.origin.rendezvous.RendezvousProxy;
import io.cumulonimbus.origin.sharedobject.SharedObjectsProxy;
import io.cumulonimbus.origin.stream.PublicationsProxy;
import io.cumulonimbus.origin.web.PublicFiles;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** What each client loop has, made when it is asked for first. Any thread. */
final class ClientRooms {
    private final Map<Loop, ClientAcceptor> acceptors = new ConcurrentHashMap<>();
    private final Map<Loop, LocalPeers> peers = new ConcurrentHashMap<>();
    private final Applications applications;
    private final PublicationsProxy publications;
    private final MediaLibrary media;
    private final SharedObjectsProxy objects;
    private final Optional<PublicFiles> files;
    private final RendezvousProxy rendezvous;
    private final PeersConfig peersConfig;
    private final ConnectionSettings settings;
    private final Bans bans;
    private final FellowLinks fellows;
    private final Roster roster;
    private final RandomGenerator random;

    ClientRooms(
            Applications applications,
            PublicationsProxy publications,
            MediaLibrary media,
            SharedObjectsProxy objects,
            Optional<PublicFiles> files,
            RendezvousProxy rendezvous,
            PeersConfig peersConfig,
            ConnectionSettings settings,
            Bans bans,
            FellowLinks fellows,
            Roster roster,
            RandomGenerator random) {
        this.applications = applications;
        this.publications = publications;
        this.media = media;
        this.objects = objects;
        this.files = files;
        this.rendezvous = rendezvous;
        this.peersConfig = peersConfig;
        this.settings = settings;
        this.bans = bans;
        this.fellows = fellows;
        this.roster = roster;
        this.random = random;
    }

    /** Who takes the clients of a loop, however many doors lead to it. */
    ClientAcceptor acceptor(Loop loop) {
        return acceptors.computeIfAbsent(loop, l -> roster.of(l, this::newAcceptor));
    }

    private ClientAcceptor newAcceptor(Loop loop) {
        ConnectionContext context =
                ConnectionContext.of(
                                loop,
                                applications,
                                publications,
                                Optional.of(media),
                                Optional.of(objects),
                                peers(loop),
                                settings,
                                random)
                        .showing(files);
        ClientAcceptor here = new ConnectionAcceptor(context);
        return bans.guard(loop, fellows.placing(loop, here, context.streams()));
    }

    /**
     * Begins to say what is recorded here; answers who plays it to other origins.
     *
     * @param books where others ask
     */
    Function<Loop, Respondent> films(Directory directory, Loop books) {
        Predicate<String> known = path -> applications.realm(path).isPresent();
        return new FilmExchange(directory, media, known, books, random)::respondent;
    }

    /** The clients of a loop that others may find. */
    LocalPeers peers(Loop loop) {
        return peers.computeIfAbsent(
                loop,
                l -> new LocalPeers(l, rendezvous, peersConfig, applications::rendezvousUnknown));
    }
}
