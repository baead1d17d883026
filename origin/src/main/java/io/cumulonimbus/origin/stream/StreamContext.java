package io.cumulonimbus.origin.stream;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.ClientEvents;
import io.cumulonimbus.origin.record.AppMedia;
import io.cumulonimbus.origin.wire.CommandWriter;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the streams of one connection have in common.
 *
 * @param client the client
 * @param control the client's control flow, which all our flows answer
 * @param commands the client's object encoding
 * @param loop the client's loop
 * @param streams what is watched on that loop
 * @param publications where names are kept
 * @param names the names that the application sees
 * @param media what the application records and plays, if anything
 * @param settings limits
 * @param random draws publication ids
 * @param events tells the client's application
 */
public record StreamContext(
        Client client,
        IncomingFlow control,
        CommandWriter commands,
        Loop loop,
        LocalStreams streams,
        PublicationsProxy publications,
        StreamNames names,
        Optional<AppMedia> media,
        StreamSettings settings,
        RandomGenerator random,
        ClientEvents events) {
    /** What a stream is called where names are kept. */
    String key(StreamName name) {
        return names.key(name.text());
    }
}
