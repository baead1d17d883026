package io.cumulonimbus.cli;

import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.Status;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * What a server asks for that wants to be rid of us in order: another connection, elsewhere perhaps
 * (Enhanced RTMP, Reconnect Request). The one that there is lasts until the other one is there.
 * Asked on the client's loop, followed by the command.
 */
final class Invitation implements ConnectionListener {
    /** In {@code capsEx}: that we follow. */
    static final int CAPABILITY = 1;

    private static final String CODE = "NetConnection.Connect.ReconnectRequest";
    private static final long AGAIN_NS = TimeUnit.SECONDS.toNanos(2);

    private final URI here;
    private final AtomicReference<URI> goal = new AtomicReference<>();
    private Optional<Attempt> next = Optional.empty();
    private long failedNs;

    /**
     * A connection that is there or being made.
     *
     * @param invitation hears what its server asks for
     */
    record Attempt(Invitation invitation, CompletableFuture<NetConnectionClient> connection) {}

    /**
     * @param here where we are, which is what other places are relative to
     */
    Invitation(URI here) {
        this.here = here;
    }

    /** Where we are. */
    URI here() {
        return here;
    }

    @Override
    public void onStatus(Status status) {
        if (status.code().equals(CODE)) {
            goal.set(place(status.get("tcUrl").asText().orElse("")));
        }
    }

    /** Where that is; here, when it is nowhere that we can go. */
    private URI place(String text) {
        try {
            URI there = here.resolve(text);
            return text.isEmpty() ? here : Target.ofApplication(there.toString()).connection();
        } catch (IllegalArgumentException | CommandFailure nowhere) {
            return here;
        }
    }

    /** Whether the other connection is there; begins to make it when it was asked for. */
    boolean isFollowed(Function<URI, Attempt> connect, long nowNs) {
        URI there = goal.get();
        if (there == null) {
            return false;
        }
        if (next.isEmpty()) {
            if (failedNs == 0 || nowNs - failedNs > AGAIN_NS) {
                next = Optional.of(connect.apply(there));
            }
            return false;
        }
        if (next.get().connection.isCompletedExceptionally()) {
            next = Optional.empty();
            failedNs = nowNs;
        }
        return next.isPresent() && next.get().connection.isDone();
    }

    /** The other connection, or the attempt at it, if there is one. */
    Optional<Attempt> next() {
        return next;
    }
}
