package io.cumulonimbus.cli;

import io.cumulonimbus.net.tls.ClientTls;
import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetClientException;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.Status;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What all commands share: connecting, reporting, and ending with the right code. */
@Command(mixinStandardHelpOptions = true, usageHelpAutoWidth = true)
abstract class ClientCommand implements Callable<Integer> {
    private static final long CLOSE_MS = 3_000;

    @Option(names = "--json", description = "Reports one JSON object per line.")
    private boolean json;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = "Patience with connecting and with each answer (default: 15).")
    private int timeout = 15;

    @Option(
            names = "--amf0",
            description = "Connects with object encoding 0 as old clients do, instead of 3.")
    private boolean amf0;

    @Option(
            names = "--trust",
            paramLabel = "FILE.pem",
            description =
                    "rtmps and rtmpts: trusts the certificates in this file, instead of those that"
                            + " Java knows.")
    private Path trust;

    @Option(
            names = "--insecure",
            description = "rtmps and rtmpts: trusts whoever answers, for trying out.")
    private boolean insecure;

    @Option(
            names = "--hide-addresses",
            description =
                    "rtmfp: tells the server, and through it peers, no addresses of this machine but"
                            + " the one that they see.")
    private boolean addressesHidden;

    private UserStop stop = new UserStop();

    /** Before it runs: who says that the user wants it to end. */
    void stopWith(UserStop userStop) {
        stop = userStop;
    }

    @Override
    public final Integer call() {
        Report report =
                json ? Report.json(outputIsTaken() ? System.err : System.out) : Report.text();
        try {
            run(report);
            return ExitCode.DONE.number();
        } catch (CommandFailure e) {
            report.failure(e);
            return e.exitCode().number();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.LOST.number();
        }
    }

    abstract void run(Report report) throws CommandFailure, InterruptedException;

    /** Whether standard output carries data, so that reports must go elsewhere. */
    boolean outputIsTaken() {
        return false;
    }

    /** The user's wish to end. */
    UserStop stop() {
        return stop;
    }

    boolean json() {
        return json;
    }

    /** Connects, does {@code work}, and closes. */
    void connected(Target target, Report report, Work work)
            throws CommandFailure, InterruptedException {
        connected(target, report, new Reconnection(), work);
    }

    /** The same, and again with another connection when one is lost, if that is wanted. */
    void connected(Target target, Report report, Reconnection again, Work work)
            throws CommandFailure, InterruptedException {
        ConnectOptions options = connectOptions();
        try (NetClient client = again.client()) {
            boolean over = false;
            while (!over) {
                try {
                    over = attempt(client, options, target, report, again, work);
                } catch (CommandFailure lost) {
                    again.after(lost, stop);
                }
            }
        }
    }

    private boolean attempt(
            NetClient client,
            ConnectOptions options,
            Target target,
            Report report,
            Reconnection again,
            Work work)
            throws CommandFailure, InterruptedException {
        NetConnectionClient connection =
                answer(again.connect(client, target.connection(), options), ExitCode.UNREACHABLE);
        again.connected(connection);
        URI place = again.place(target.connection());
        report.event(
                "connected",
                "connected to " + place,
                Map.of(
                        "url", place,
                        "address", connection.address(),
                        "peerId", connection.peerId()));
        try {
            work.with(connection);
            return true;
        } finally {
            quietly(connection.close());
        }
    }

    /** How to connect, as the command line says. */
    ConnectOptions connectOptions() throws CommandFailure {
        ConnectOptions options =
                ConnectOptions.DEFAULT.withObjectEncoding(amf0 ? 0 : 3).withTimeout(timeout());
        if (addressesHidden) {
            options = options.withAddressesHidden();
        }
        try {
            if (insecure) {
                return options.withTls(ClientTls.trustingAnyone());
            }
            return trust == null
                    ? options
                    : options.withTls(ClientTls.trusting(Optional.of(trust)));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "--trust: " + e.getMessage());
        }
    }

    /** The patience that the command line asks for. */
    Duration timeout() throws CommandFailure {
        if (timeout < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--timeout: expected 1 second or more");
        }
        return Duration.ofSeconds(timeout);
    }

    /**
     * Waits for an answer. What the server refused is {@link ExitCode#REFUSED}; everything else
     * that goes wrong is {@code otherwise}.
     */
    <T> T answer(CompletableFuture<T> future, ExitCode otherwise)
            throws CommandFailure, InterruptedException {
        try {
            return future.get(2L * timeout, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new CommandFailure(otherwise, "no answer within " + 2 * timeout + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NetClientException failure) {
                ExitCode code = failure.status().isPresent() ? ExitCode.REFUSED : otherwise;
                throw new CommandFailure(code, words(failure));
            }
            throw new CommandFailure(otherwise, String.valueOf(e.getCause()));
        }
    }

    private static String words(NetClientException failure) {
        return failure.status()
                .map(Status::toString)
                .filter(text -> !text.isEmpty())
                .orElse(failure.getMessage());
    }

    static void quietly(CompletableFuture<?> future) throws InterruptedException {
        try {
            future.get(CLOSE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The far end did not say goodbye; the work is done all the same.
        }
    }

    /** What is done with a connection. */
    @FunctionalInterface
    interface Work {
        void with(NetConnectionClient connection) throws CommandFailure, InterruptedException;
    }
}
