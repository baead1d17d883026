package io.cumulonimbus.cli;

import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PeerConnection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rtmfp play}: a stream into a file or a pipe. */
@Command(
        name = "play",
        description = "Plays a stream, into an FLV file or a pipe if one is given.",
        footer = {
            "%nEnds when the publisher or the recording ends, after --duration, or with Ctrl-C.",
            "Waits for a publisher who is not there yet; with --reconnect for 15 s, too, for one",
            "that has gone."
        })
final class PlayCommand extends ClientCommand {
    private static final double LIVE_OR_RECORDED = -2;
    private static final long POLL_MS = 50;

    /**
     * What was on its way when the publisher ended still comes: the notice of the end travels on a
     * flow of its own, and media that is lost three times in a row is behind it by 250 + 350 + 500
     * ms of retransmission (RFC 7016 §3.5.2.2). Counted in looks that found nothing: of a machine
     * that stands still for longer, what came meanwhile is looked at.
     */
    private static final long QUIET_LOOKS = 2_000 / POLL_MS;

    private static final long AWAY_LOOKS = 15_000 / POLL_MS;

    @Parameters(
            index = "0",
            paramLabel = "URL",
            description = {
                "rtmfp://host[:port]/app/stream; without app, the root application.",
                "rtmp, rtmps, rtmpt and rtmpts as well."
            })
    private String url;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.flv",
            description = "File to write; - is standard output, for a player to read.")
    private String output = "";

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            description = "Ends so many seconds after playing began.")
    private Double duration;

    @Option(
            names = "--start",
            paramLabel = "SECONDS",
            description =
                    "Where to begin in a recording; -2 is live or recorded (the default), -1 live.")
    private double start = LIVE_OR_RECORDED;

    @Option(
            names = "--peer",
            paramLabel = "ID",
            description =
                    "Plays from this peer (see publish --direct), to which the server introduces us.")
    private String peer = "";

    @Mixin private final Reconnection again = new Reconnection();

    private long messages;
    private long bytes;
    private long positionMs;

    @Override
    boolean outputIsTaken() {
        return output.equals(FlvTarget.PIPE);
    }

    @Override
    void run(Report report) throws CommandFailure, InterruptedException {
        Target target = Target.ofStream(url);
        if (duration != null && !(duration > 0)) {
            throw new CommandFailure(ExitCode.USAGE, "--duration: expected more than 0 seconds");
        }
        try (FlvTarget file = FlvTarget.open(output)) {
            connected(target, report, again, link -> play(link, target, file, report));
        }
    }

    private void play(NetConnectionClient connection, Target target, FlvTarget file, Report report)
            throws CommandFailure, InterruptedException {
        String name = target.stream().orElseThrow();
        Recording recording = new Recording();
        Supplier<CompletableFuture<Void>> player =
                peer.isEmpty()
                        ? playFromServer(connection, name, recording)
                        : playFromPeer(connection, name, recording, report);
        report.event("playing", "playing " + name, Map.of("stream", name));
        record(recording, file, report);
        quietly(player.get());
        report.event(
                "played",
                "played " + Report.amount(messages, bytes, positionMs),
                Map.of(
                        "stream", name,
                        "messages", messages,
                        "bytes", bytes,
                        "positionMs", positionMs,
                        "dropped", recording.dropped(),
                        "lostFragments", recording.lostFragments()));
        if (messages == 0 && !stop().isWished()) {
            throw new CommandFailure(ExitCode.LOST, "nothing came");
        }
    }

    private Supplier<CompletableFuture<Void>> playFromServer(
            NetConnectionClient connection, String name, Recording recording)
            throws CommandFailure, InterruptedException {
        return answer(connection.play(name, start, recording), ExitCode.LOST)::close;
    }

    private Supplier<CompletableFuture<Void>> playFromPeer(
            NetConnectionClient connection, String name, Recording recording, Report report)
            throws CommandFailure, InterruptedException {
        PeerConnection session = answer(connection.connectPeer(peer), ExitCode.UNREACHABLE);
        report.event(
                "peer",
                "connected to the peer at " + session.address(),
                Map.of("peerId", session.peerId(), "address", session.address()));
        return answer(session.play(name, recording), ExitCode.LOST)::close;
    }

    private void record(Recording recording, FlvTarget file, Report report)
            throws CommandFailure, InterruptedException {
        long beganNs = System.nanoTime();
        long looks = 0;
        boolean wanted = true;
        while (wanted && !stop().isWished() && !isOver(System.nanoTime() - beganNs)) {
            Optional<FlvTag> tag = recording.poll(POLL_MS);
            if (tag.isPresent()) {
                looks = 0;
                again.alive(report);
                wanted = write(tag.get(), file) && (!recording.isEmpty() || file.flush());
            } else if (recording.isUnpublished()) {
                // A publisher that goes on elsewhere is away for some time.
                wanted = ++looks < (again.isWanted() ? AWAY_LOOKS : QUIET_LOOKS);
            } else {
                recording.check("the connection is lost");
            }
            report.progress(messages, bytes, positionMs);
            again.follow();
        }
    }

    private boolean write(FlvTag tag, FlvTarget file) throws CommandFailure {
        if (tag.type() == FlvTag.SCRIPT && ScriptTag.isForPlayer(tag)) {
            return true;
        }
        messages++;
        bytes += tag.data().length;
        positionMs = Math.max(positionMs, Integer.toUnsignedLong(tag.timestamp()));
        return file.write(tag.type() == FlvTag.SCRIPT ? ScriptTag.inAmf0(tag) : tag);
    }

    private boolean isOver(long elapsedNs) {
        return duration != null && elapsedNs > duration * 1e9;
    }
}
