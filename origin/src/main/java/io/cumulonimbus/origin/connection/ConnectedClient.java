package io.cumulonimbus.origin.connection;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.origin.app.AppClient;
import io.cumulonimbus.origin.app.AppWriter;
import io.cumulonimbus.rtmp.message.Command;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/**
 * A client as its application sees it; written by the client's loop, read by the realm's. What can
 * change is a snapshot.
 */
final class ConnectedClient implements AppClient {
    private static final int MOST_TEXT = 4096;

    private final ClientIdentity identity;
    private final ConnectTarget target;
    private final String swfUrl;
    private final String pageUrl;
    private final String flashVersion;
    private final AppWriter writer;
    private final boolean resumed;
    private volatile InetSocketAddress address;
    private volatile long roundTripNs;
    private volatile long heardNs;

    ConnectedClient(Client client, ConnectTarget target, Command connect, AppWriter writer) {
        this.identity = client.identity();
        this.target = target;
        this.swfUrl = text(connect, "swfUrl");
        this.pageUrl = text(connect, "pageUrl");
        this.flashVersion = text(connect, "flashVer");
        this.writer = writer;
        this.resumed = client.isResumed();
        refresh(client);
    }

    static String text(Command connect, String property) {
        String text = ConnectReply.property(connect, property).asText().orElse("");
        return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
    }

    /** It says something to its application. On the client's loop. */
    void heard(Client client, long nowNs) {
        heardNs = nowNs;
        refresh(client);
    }

    @Override
    public long heardNs() {
        return heardNs;
    }

    /** Takes over what may have changed; on the client's loop. */
    void refresh(Client client) {
        address = client.address();
        roundTripNs = client.roundTripNs();
    }

    @Override
    public ClientIdentity identity() {
        return identity;
    }

    @Override
    public String path() {
        return target.path();
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public Map<String, String> parameters() {
        return target.parameters();
    }

    @Override
    public String swfUrl() {
        return swfUrl;
    }

    @Override
    public String pageUrl() {
        return pageUrl;
    }

    @Override
    public String flashVersion() {
        return flashVersion;
    }

    @Override
    public long roundTripNs() {
        return roundTripNs;
    }

    @Override
    public boolean resumed() {
        return resumed;
    }

    @Override
    public AppWriter writer() {
        return writer;
    }

    /** What applications hear of an end that was not in order. */
    static Optional<String> error(CloseReason reason) {
        return switch (reason) {
            case FAR_CLOSED, NEAR_CLOSED, OVERRIDDEN, STOPPING -> Optional.empty();
            case TIMED_OUT -> Optional.of("Timeout keepalive attempts");
            case MISBEHAVED -> Optional.of("The client broke a rule");
            case LINK_LOST -> Optional.of("The link to the client's edge was lost");
            case FAULT -> Optional.of("Internal error");
        };
    }
}
