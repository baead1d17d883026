package io.cumulonimbus.stream;

import java.util.Optional;

/**
 * A client whose own node hands streams out to it: a stream goes to that node once, however many of
 * its clients watch it.
 */
public interface LastHop {
    /**
     * Has the client's node give it a stream, behind all that was written to the viewer's sinks so
     * far; empty when these are not open flows of the client.
     *
     * @param stream the name under which it is published, now or later
     * @param viewer sinks of this client; nothing is to be written to those for audio and video
     *     until the end of the subscription
     */
    Optional<FarSubscription> subscribe(String stream, Viewer viewer);
}
