package io.cumulonimbus.origin.connection;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.net.limits.Allowance;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.Applications;
import io.cumulonimbus.origin.record.MediaLibrary;
import io.cumulonimbus.origin.rendezvous.LocalPeers;
import io.cumulonimbus.origin.sharedobject.SharedObjectsProxy;
import io.cumulonimbus.origin.stream.LocalStreams;
import io.cumulonimbus.origin.stream.NetStreams;
import io.cumulonimbus.origin.stream.PublicationsProxy;
import io.cumulonimbus.origin.stream.StreamContext;
import io.cumulonimbus.origin.stream.StreamNames;
import io.cumulonimbus.origin.web.PublicFiles;
import io.cumulonimbus.origin.wire.CommandWriter;
import io.cumulonimbus.rtmp.message.Command;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the connections on one client loop have in common.
 *
 * @param loop the loop
 * @param applications where clients connect to
 * @param publications where stream names are kept, for the whole origin
 * @param streams what is watched on this loop
 * @param media what is recorded and played, if anything is
 * @param objects shared objects, if there are any
 * @param peers the clients of this loop that others may find
 * @param files what applications have for everybody to see, if they may
 * @param settings limits
 * @param random draws publication ids; hard to guess
 */
public record ConnectionContext(
        Loop loop,
        Applications applications,
        PublicationsProxy publications,
        LocalStreams streams,
        Optional<MediaLibrary> media,
        Optional<SharedObjectsProxy> objects,
        LocalPeers peers,
        Optional<PublicFiles> files,
        ConnectionSettings settings,
        RandomGenerator random) {

    /** The context of a loop, with what belongs to the loop alone made here. */
    public static ConnectionContext of(
            Loop loop,
            Applications applications,
            PublicationsProxy publications,
            Optional<MediaLibrary> media,
            Optional<SharedObjectsProxy> objects,
            LocalPeers peers,
            ConnectionSettings settings,
            RandomGenerator random) {
        LocalStreams streams = new LocalStreams(loop, publications, settings.streams());
        return new ConnectionContext(
                loop,
                applications,
                publications,
                streams,
                media,
                objects,
                peers,
                Optional.empty(),
                settings,
                random);
    }

    /** The same with what applications have for everybody to see. */
    public ConnectionContext showing(Optional<PublicFiles> shown) {
        return new ConnectionContext(
                loop,
                applications,
                publications,
                streams,
                media,
                objects,
                peers,
                shown,
                settings,
                random);
    }

    /**
     * The streams of a client that was accepted.
     *
     * @param control the client's control flow
     * @param connect how it connected
     * @param allowance what it may have
     */
    NetStreams streamsOf(
            Client client, IncomingFlow control, Command connect, Link link, Allowance allowance) {
        String application = link.application().path();
        StreamContext shared =
                new StreamContext(
                        client,
                        control,
                        CommandWriter.of(connect),
                        loop,
                        streams,
                        publications,
                        StreamNames.of(settings.streams().scope(), application),
                        media.map(all -> all.of(application)),
                        settings.streams(),
                        random,
                        link.events());
        return new NetStreams(shared, settings.maxStreams(), allowance);
    }
}
