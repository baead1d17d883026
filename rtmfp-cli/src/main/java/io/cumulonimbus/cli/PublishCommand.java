package io.cumulonimbus.cli;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.netclient.DirectPublisher;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.MediaWriter;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PublishOptions;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rtmfp publish}: an FLV file as a live stream. */
@Command(name = "publish", description = "Publishes an FLV file as a live stream.")
final class PublishCommand extends ClientCommand {
    /** As much may be unacknowledged; a server that takes less for long slows us down. */
    private static final long MAX_QUEUED = 1 << 20;

    private static final long POLL_NS = 20_000_000L;

    @Parameters(
            index = "0",
            paramLabel = "FILE.flv",
            description = "The file; - is standard input.")
    private String file;

    @Parameters(
            index = "1",
            paramLabel = "URL",
            description = {
                "rtmfp://host[:port]/app/stream; without app, the root application.",
                "rtmp, rtmps, rtmpt and rtmpts as well."
            })
    private String url;

    @Option(
            names = "--fast",
            description =
                    "As fast as the server acknowledges, instead of as fast as it was filmed.")
    private boolean fast;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description =
                    "live, record (the server keeps a file) or append (the file there goes on).")
    private String type = "live";

    @Option(
            names = "--direct",
            description =
                    "For peers that play it from here (see play --peer); the server only introduces"
                            + " them. Waits for the first one.")
    private boolean direct;

    @Mixin private final Reconnection again = new Reconnection();

    private Pacer pacer = new Pacer();
    private final CodecHeaders headers = new CodecHeaders();

    /** What is sent next; kept over connections. */
    private Optional<FlvTag> tag = Optional.empty();

    private long messages;
    private long bytes;
    private long positionMs;

    @Override
    void run(Report report) throws CommandFailure, InterruptedException {
        Target target = Target.ofStream(url);
        try (FlvSource source = FlvSource.open(file)) {
            tag = source.next();
            connected(target, report, again, link -> publish(link, target, source, report));
        }
    }

    private void publish(
            NetConnectionClient connection, Target target, FlvSource source, Report report)
            throws CommandFailure, InterruptedException {
        String name = target.stream().orElseThrow();
        StreamWatch watch = new StreamWatch();
        MediaWriter publisher =
                direct
                        ? publishDirect(connection, name, report)
                        : publishLive(connection, name, watch, report);
        if (again.isBroken()) {
            pacer = new Pacer(); // goes on where it was, without hurry
            resend(publisher);
        }
        Uptake uptake = new Uptake();
        while (tag.isPresent() && send(tag.get(), publisher, watch)) {
            if (uptake.grows(tag.get().data().length, publisher.queuedBytes())) {
                again.alive(report);
            }
            headers.keep(tag.get());
            report.progress(messages, bytes, positionMs);
            tag = source.next();
            again.follow();
        }
        answer(publisher.close(), ExitCode.LOST);
        report.event(
                "published",
                "published " + Report.amount(messages, bytes, positionMs),
                Map.of(
                        "stream", name,
                        "messages", messages,
                        "bytes", bytes,
                        "positionMs", positionMs,
                        "skippedBytes", source.skippedBytes()));
    }

    /** What a new stream needs first, with the time of what comes next. */
    private void resend(MediaWriter publisher) {
        int now = tag.map(FlvTag::timestamp).orElse(0);
        for (FlvTag header : headers.all()) {
            FlvTag fresh = new FlvTag(header.type(), now, header.data());
            write(fresh, Integer.toUnsignedLong(now), publisher);
        }
    }

    private MediaWriter publishLive(
            NetConnectionClient connection, String name, StreamWatch watch, Report report)
            throws CommandFailure, InterruptedException {
        MediaWriter publisher =
                answer(
                        connection.publish(name, PublishOptions.RELIABLE.withType(type), watch),
                        ExitCode.LOST);
        report.event("publishing", "publishing " + name, Map.of("stream", name));
        return publisher;
    }

    private MediaWriter publishDirect(NetConnectionClient connection, String name, Report report)
            throws CommandFailure, InterruptedException {
        DirectPublisher publisher = answer(connection.publishDirect(name), ExitCode.LOST);
        String peerId = connection.peerId();
        report.event(
                "publishing",
                "publishing " + name + ", to be played with --peer " + peerId,
                Map.of("stream", name, "peerId", peerId));
        while (publisher.players() == 0 && !stop().await(POLL_NS)) {
            if (connection.closed().isDone()) {
                throw new CommandFailure(ExitCode.LOST, "the connection is lost");
            }
        }
        return publisher;
    }

    /** Sends a tag when it is due; answers false when the user wants no more. */
    private boolean send(FlvTag tag, MediaWriter publisher, StreamWatch watch)
            throws CommandFailure, InterruptedException {
        long timestamp = Integer.toUnsignedLong(tag.timestamp());
        boolean stop =
                fast
                        ? stop().isWished()
                        : stop().await(pacer.untilDueNs(timestamp, System.nanoTime()));
        if (stop) {
            return false;
        }
        if (publisher.queuedBytes() > MAX_QUEUED) {
            answer(publisher.whenQueuedAtMost(MAX_QUEUED / 2), ExitCode.LOST);
        }
        watch.check("the stream is over");
        if (!write(tag, timestamp, publisher)) {
            watch.check("the stream is over");
            throw new CommandFailure(ExitCode.LOST, "the stream takes no more");
        }
        messages++;
        bytes += tag.data().length;
        positionMs = Math.max(positionMs, timestamp);
        return true;
    }

    private static boolean write(FlvTag tag, long timestamp, MediaWriter publisher) {
        return switch (tag.type()) {
            case FlvTag.AUDIO -> publisher.write(MediaKind.AUDIO, timestamp, tag.data());
            case FlvTag.VIDEO -> publisher.write(MediaKind.VIDEO, timestamp, tag.data());
            default -> {
                // Metadata is set, not sent, so that those who come later get it too.
                Optional<AmfValue> metaData = ScriptTag.metaData(tag);
                yield metaData.isPresent()
                        ? publisher.setDataFrame(ScriptTag.META_DATA, metaData.get())
                        : publisher.write(MediaKind.DATA, timestamp, tag.data());
            }
        };
    }
}
