package io.cumulonimbus.watch;

import io.cumulonimbus.client.Protocol;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Somebody's wish to watch a stream.
 *
 * @param protocol HTTP, HTTPS, WS or WSS
 * @param address the viewer's own
 * @param path which stream
 * @param host what the viewer calls this server, perhaps with a port; anything at all
 * @param program what the viewer's program says it is; may be empty
 * @param page that the request comes from; may be empty
 */
public record WatchRequest(
        Protocol protocol,
        InetSocketAddress address,
        WatchPath path,
        String host,
        String program,
        String page) {
    private static final String PLAIN_HOST = "[A-Za-z0-9._:\\[\\]-]{1,255}";

    /** The URL of the application, as other clients give it when they connect. */
    String applicationUrl() {
        String known = host.matches(PLAIN_HOST) ? host : "localhost";
        return protocol.name().toLowerCase(Locale.ROOT)
                + "://"
                + known
                + "/"
                + path.application()
                + query();
    }

    /**
     * What the stream may be called, with the parameters behind it: tokens are looked for there.
     * Encoders that publish to a URL mostly take its percent signs as part of the name.
     */
    List<String> streamNames() {
        return Stream.of(path.stream(), path.literal())
                .distinct()
                .map(name -> name + query())
                .toList();
    }

    private String query() {
        return path.query().isEmpty() ? "" : "?" + path.query();
    }

    /** Queries may hold secrets. */
    @Override
    public String toString() {
        return protocol + " " + path.application() + "/" + path.stream() + " from " + address;
    }
}
