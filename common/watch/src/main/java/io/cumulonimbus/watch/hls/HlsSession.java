package io.cumulonimbus.watch.hls;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.watch.StreamViewer;
import io.cumulonimbus.watch.WatchAnswer;
import io.cumulonimbus.watch.cmaf.Listing;
import io.cumulonimbus.watch.cmaf.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One viewer who asks for files: a client that watches as long as somebody asks. Segments are those
 * of the publication, which all viewers of a loop share; files are made of them when they are asked
 * for, so a session costs little.
 *
 * <p>Owned by one loop, whose host calls {@link #flush} and {@link #advance} as those of {@link
 * StreamViewer}.
 */
public final class HlsSession {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long IDLE_NS = 30 * SECOND_NS;
    private static final long FIRST_NS = 20 * SECOND_NS;
    private static final long WAIT_NS = 6 * SECOND_NS;
    private static final int MOST_WAITING = 16;

    /** After so long without a frame the last segment of who publishes no more is whole. */
    private static final long SETTLED_NS = SECOND_NS;

    /** So long, and so many target durations, somebody may take to publish the stream again. */
    private static final long LEAST_AWAY_NS = 20 * SECOND_NS;

    private static final int TARGETS_AWAY = 3;

    private final String folder;
    private final StreamViewer viewer;
    private final HlsStream stream;
    private final List<Waiting> waiting = new ArrayList<>();
    private long askedNs;
    private boolean ended;
    private boolean away;
    private long framesSeen;
    private long movedNs;

    private record Waiting(HlsFile file, Consumer<HlsReply> reply, long untilNs) {}

    /**
     * @param folder of its files, as its first playlist names it
     * @param viewer not started yet
     * @param shelves of its loop
     * @param wake has {@link #flush} called at the end of the loop turn
     */
    public HlsSession(String folder, StreamViewer viewer, Shelves shelves, Runnable wake) {
        this.folder = folder;
        this.viewer = viewer;
        this.stream = new HlsStream(shelves, wake);
        viewer.gives(stream);
        viewer.outlasts();
    }

    /** Begins to watch. */
    public void start(ClientAcceptor acceptor, long nowNs) {
        askedNs = nowNs;
        viewer.start(acceptor, nowNs);
    }

    /** Somebody asks for a file; the reply comes now, at a flush, or when time passes. */
    public void request(HlsFile file, Consumer<HlsReply> reply, long nowNs) {
        askedNs = nowNs;
        if (waiting.size() >= MOST_WAITING) {
            reply.accept(HlsReply.refusal(503, "Too many requests at once"));
            return;
        }
        long patience = file.kind() == HlsFile.Kind.MASTER ? FIRST_NS : WAIT_NS;
        waiting.add(new Waiting(file, reply, nowNs + patience));
        settle(nowNs);
    }

    /** Takes what there is of the stream, and answers whom it was for. */
    public void flush(long nowNs) {
        if (stream.isAnother()) {
            viewer.abort(CloseReason.FAR_CLOSED);
        }
        viewer.flush(stream, nowNs);
        endWithViewer();
        look(nowNs);
        settle(nowNs);
    }

    /** Notes since when nobody publishes the stream and nothing more came of it. */
    private void look(long nowNs) {
        boolean is = viewer.isAway();
        if (is && (!away || stream.frames() != framesSeen)) {
            movedNs = nowNs;
        }
        away = is;
        framesSeen = stream.frames();
    }

    /** Answers when to call again. */
    private long waitForPublisher(long nowNs) {
        if (!away) {
            return Long.MAX_VALUE;
        }
        long patience =
                Math.max(
                        LEAST_AWAY_NS,
                        TARGETS_AWAY * Playlists.targetSeconds(stream.listing()) * SECOND_NS);
        long quiet = nowNs - movedNs;
        if (quiet >= patience) {
            viewer.giveUp();
            endWithViewer();
            return Long.MAX_VALUE;
        }
        if (quiet >= SETTLED_NS) {
            stream.pause();
        }
        return movedNs + (quiet >= SETTLED_NS ? patience : SETTLED_NS);
    }

    private void endWithViewer() {
        if (viewer.isFinished() && !ended) {
            ended = true;
            stream.end(viewer.isOver());
        }
    }

    /** Does what is due; answers when to call again at the latest. */
    public long advance(long nowNs) {
        long due = viewer.advance(nowNs);
        due = Math.min(due, waitForPublisher(nowNs));
        settle(nowNs);
        if (waiting.isEmpty() && nowNs - askedNs >= IDLE_NS) {
            viewer.abort(CloseReason.FAR_CLOSED);
            endWithViewer();
            return Long.MAX_VALUE;
        }
        for (Waiting one : waiting) {
            due = Math.min(due, one.untilNs);
        }
        return Math.min(due, askedNs + IDLE_NS);
    }

    /** Whether nobody is served any more. */
    public boolean isOver(long nowNs) {
        return viewer.isFinished() && waiting.isEmpty() && nowNs - askedNs >= IDLE_NS
                || viewer.isFinished()
                        && stream.listing().segments().isEmpty()
                        && waiting.isEmpty();
    }

    /** The server stops. */
    public void close(CloseReason reason) {
        viewer.close(reason);
    }

    private void settle(long nowNs) {
        List<Waiting> all = List.copyOf(waiting);
        waiting.clear();
        for (Waiting one : all) {
            Optional<HlsReply> reply = answer(one.file, nowNs - one.untilNs >= 0);
            if (reply.isPresent()) {
                one.reply.accept(reply.get());
            } else {
                waiting.add(one);
            }
        }
    }

    /** Empty while it is worth waiting. */
    private Optional<HlsReply> answer(HlsFile file, boolean late) {
        return switch (file.kind()) {
            case MASTER -> master(late);
            case MEDIA -> media(file, late);
            case HEADER ->
                    Optional.of(
                            stream.listing()
                                    .header(file.number())
                                    .map(header -> HlsReply.media(header.bytes()))
                                    .orElseGet(HlsSession::gone));
            case SEGMENT -> segment(file, late);
        };
    }

    private static HlsReply gone() {
        return HlsReply.refusal(404, "There is no such file, or no more");
    }

    /** Players that know no parts give up where there is no whole segment. */
    private boolean hasMedia() {
        return !stream.listing().segments().isEmpty();
    }

    private Optional<HlsReply> master(boolean late) {
        if (hasMedia()) {
            return Optional.of(
                    HlsReply.playlist(Playlists.master(folder, stream.listing().tracks())));
        }
        WatchAnswer answer = viewer.answer().orElse(WatchAnswer.WATCHING);
        if (answer != WatchAnswer.WATCHING) {
            String why = viewer.description().isEmpty() ? answer.reason() : viewer.description();
            return Optional.of(HlsReply.refusal(answer.status(), why));
        }
        Optional<String> why = stream.refusal();
        return late || ended || why.isPresent()
                ? Optional.of(HlsReply.refusal(404, why.orElse("Nothing that can be watched so")))
                : Optional.empty();
    }

    private Optional<HlsReply> media(HlsFile file, boolean late) {
        boolean wanted = hasMedia() && (file.number() < 0 || has(file.number(), file.part()));
        return wanted || late || ended
                ? Optional.of(HlsReply.playlist(Playlists.media(stream.listing(), ended)))
                : Optional.empty();
    }

    /** Whether a segment, or a part of it, is whole. */
    private boolean has(long number, int part) {
        Listing now = stream.listing();
        if (!now.segments().isEmpty() && now.segments().getLast().number() >= number) {
            return true;
        }
        return part >= 0
                && now.open()
                        .filter(open -> open.number() == number && open.parts() > part)
                        .isPresent();
    }

    private Optional<HlsReply> segment(HlsFile file, boolean late) {
        Listing now = stream.listing();
        Optional<Segment> whole =
                now.segment(file.number()).filter(one -> one.edition() == file.edition());
        if (whole.isPresent()) {
            return Optional.of(file(whole.get(), file.part()));
        }
        Optional<Segment> open =
                now.open()
                        .filter(one -> one.number() == file.number())
                        .filter(one -> one.edition() == file.edition());
        if (open.isPresent() && file.part() >= 0 && file.part() < open.get().parts()) {
            return Optional.of(file(open.get(), file.part()));
        }
        return open.isEmpty() || late || ended ? Optional.of(gone()) : Optional.empty();
    }

    private static HlsReply file(Segment segment, int part) {
        if (part < 0) {
            return HlsReply.media(segment.toBytes());
        }
        return part < segment.parts() ? HlsReply.media(segment.toBytes(part)) : gone();
    }
}
