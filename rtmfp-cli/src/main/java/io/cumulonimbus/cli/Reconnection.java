package io.cumulonimbus.cli;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import picocli.CommandLine.Option;

/**
 * Whether and how a command goes on over another connection when it has lost one: through whatever
 * the URL leads to then, with waits that double and are never the same.
 */
final class Reconnection {
    private static final long SECOND = 1_000_000_000L;

    private static final long FIRST_WAIT_NS = SECOND / 5;
    private static final long LONGEST_WAIT_NS = 5 * SECOND;

    /** Who has been without a server for so long gives up. */
    private static final long PATIENCE_NS = 120 * SECOND;

    @Option(
            names = "--reconnect",
            description =
                    "Connects anew and goes on when the connection is lost, or when the server asks for"
                            + " it; rtmfp: asks a silent server each second, and takes it for lost"
                            + " after three.")
    private boolean wanted;

    private Optional<NetConnectionClient> last = Optional.empty();
    private Optional<Invitation.Attempt> present = Optional.empty();
    private Function<URI, Invitation.Attempt> connect = to -> null;
    private boolean broken;
    private long aliveNs = System.nanoTime();
    private long spanNs = FIRST_WAIT_NS;

    boolean isWanted() {
        return wanted;
    }

    /** What makes the connections. */
    NetClient client() {
        return wanted ? NetClient.startWatchful(1) : NetClient.start();
    }

    /**
     * Makes a connection: after a loss as the same client, whose place it is, and with the one that
     * the server asked for, if it did.
     */
    CompletableFuture<NetConnectionClient> connect(
            NetClient client, URI uri, ConnectOptions options) {
        if (!wanted) {
            return client.connect(uri, options, ConnectionListener.NONE);
        }
        ConnectOptions able =
                options.withProperties(new AmfObject().put("capsEx", Invitation.CAPABILITY));
        connect =
                to -> {
                    Invitation words = new Invitation(to);
                    ConnectOptions ours = last.map(able::inPlaceOf).orElse(able);
                    return new Invitation.Attempt(words, client.connect(to, ours, words));
                };
        present = Optional.of(invited().orElseGet(() -> connect.apply(uri)));
        return present.get().connection();
    }

    /** Where the connection leads that was made last, for a command with that URL. */
    URI place(URI uri) {
        return present.map(attempt -> attempt.invitation().here()).orElse(uri);
    }

    private Optional<Invitation.Attempt> invited() {
        return present.flatMap(attempt -> attempt.invitation().next());
    }

    /** Fails when the server asked for another connection, and that is there by now. */
    void follow() throws CommandFailure {
        if (present.isPresent()
                && present.get().invitation().isFollowed(connect, System.nanoTime())) {
            throw new CommandFailure(ExitCode.LOST, "the server asked for another connection");
        }
    }

    /** There is a connection: when it is lost, another one takes its place. */
    void connected(NetConnectionClient connection) {
        last = Optional.of(connection);
    }

    /** Media got through; the first after a loss is told. */
    void alive(Report report) {
        long now = System.nanoTime();
        if (broken) {
            broken = false;
            spanNs = FIRST_WAIT_NS;
            long gapMs = (now - aliveNs) / 1_000_000;
            report.event(
                    "reconnected",
                    String.format(Locale.ROOT, "reconnected, %.1f s without media", gapMs / 1e3),
                    Map.of("gapMs", gapMs));
        }
        aliveNs = now;
    }

    /** Whether the command goes on after a loss, of which nothing was told yet. */
    boolean isBroken() {
        return broken;
    }

    /**
     * After a failure: waits until it is time to try again, or fails likewise when that is no use.
     */
    void after(CommandFailure failure, UserStop stop) throws CommandFailure, InterruptedException {
        boolean ours = failure.exitCode() == ExitCode.USAGE || failure.exitCode() == ExitCode.FILE;
        boolean late = broken && System.nanoTime() - aliveNs > PATIENCE_NS;
        if (!wanted || last.isEmpty() || ours || late) {
            throw failure;
        }
        broken = true;
        if (invited().isPresent()) {
            return;
        }
        long wait = spanNs / 2 + ThreadLocalRandom.current().nextLong(spanNs / 2 + 1);
        spanNs = Math.min(LONGEST_WAIT_NS, 2 * spanNs);
        if (stop.await(wait)) {
            throw failure;
        }
    }
}
