package io.cumulonimbus.origin.stream;

import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.record.FilmPiece;
import io.cumulonimbus.origin.record.FilmPlace;
import io.cumulonimbus.origin.record.PlayableFilm;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A stream that plays a recording: as fast as it was filmed, ahead by what the viewer buffers, as
 * far as its flows take it. Owned by the client's loop.
 */
final class FilmPlaying implements PlayRole {
    /** What is read at once, and what is ready at least when there is more. */
    private static final int READ_BYTES = 128 << 10;

    private static final long MOST_QUEUED = 1 << 20;
    private static final long LEAST_AHEAD_MS = 2_000;
    private static final long RETRY_NS = 200_000_000;
    private static final long MOST_GAP_MS = 60_000;

    private final PlayRequest request;
    private final PlayableFilm film;
    private final FilmWriter out;
    private final Loop loop;
    private final Consumer<FilmPlaying> completed;
    private final Permission permission;
    private final DeadlineTimer timer;
    private final FilmClock clock = new FilmClock();
    private final ArrayDeque<FlvTag> ready = new ArrayDeque<>();
    private long readyBytes;
    private long aheadMs = LEAST_AHEAD_MS;
    private long sentMs;
    private long skipTo = -1;
    private double stopMs = Double.POSITIVE_INFINITY;
    private double wanted = -1;
    private Consumer<FilmPlace> landing = place -> {};
    private int place;
    private boolean reading;
    private boolean jumping;
    private boolean last;
    private boolean paused;
    private boolean still;
    private boolean blocked;
    private boolean complete;
    private boolean over;
    private boolean started;

    /**
     * @param completed runs when all was played, before that is said
     */
    FilmPlaying(
            PlayRequest request,
            PlayableFilm film,
            FilmWriter out,
            Loop loop,
            Permission permission,
            Consumer<FilmPlaying> completed) {
        this.request = request;
        this.film = film;
        this.out = out;
        this.loop = loop;
        this.permission = permission;
        this.completed = completed;
        this.timer = new DeadlineTimer(loop, this::pump);
    }

    String name() {
        return request.name().text();
    }

    /** Whether all of it was sent, and nothing will be unless the viewer goes elsewhere. */
    boolean isComplete() {
        return complete;
    }

    /** Begins; what goes before the media was said. */
    void start() {
        started = true;
        still = request.lengthMs() == 0;
        if (request.startMs() > 0) {
            jump(request.startMs(), this::begun);
        } else {
            limit(0);
            pump();
        }
    }

    private void begun(FilmPlace from) {
        limit(from.ms());
        out.headers(from.headers(), from.ms());
        pump();
    }

    private void limit(double fromMs) {
        if (request.lengthMs() > 0) {
            stopMs = Math.max(fromMs, request.startMs()) + request.lengthMs();
        }
    }

    /** Goes to another time; when asked again meanwhile, to the last one asked for. */
    private void jump(double ms, Consumer<FilmPlace> then) {
        place++;
        landing = then;
        wanted = Math.max(0, Math.min(ms, film.durationMs()));
        ready.clear();
        readyBytes = 0;
        reading = false;
        last = false;
        complete = false;
        clock.stop();
        timer.cancel();
        if (!jumping) {
            look();
        }
    }

    private void look() {
        jumping = true;
        double target = wanted;
        film.seek(
                (long) target,
                found -> {
                    jumping = false;
                    if (!over && target == wanted) {
                        landing.accept(found);
                    } else if (!over) {
                        look();
                    }
                });
    }

    private void read() {
        boolean enough = readyBytes >= READ_BYTES || last || reading;
        if (enough || jumping) {
            return;
        }
        reading = true;
        int of = place;
        film.read(
                READ_BYTES,
                piece -> {
                    if (!over && of == place) {
                        take(piece);
                    }
                });
    }

    private void take(FilmPiece piece) {
        reading = false;
        last = piece.last();
        for (FlvTag tag : piece.tags()) {
            if (Integer.toUnsignedLong(tag.timestamp()) > skipTo || tag.type() == FlvTag.SCRIPT) {
                ready.add(tag);
                readyBytes += tag.data().length;
            }
        }
        pump();
    }

    private void pump() {
        if (!started) {
            return;
        }
        blocked = false;
        while (!over && !jumping && !complete && (!paused || still) && !ready.isEmpty()) {
            FlvTag next = ready.peek();
            long ms = Integer.toUnsignedLong(next.timestamp());
            if (ms > stopMs) {
                complete();
                return;
            }
            if (mustWait(next.type() != FlvTag.SCRIPT, ms)) {
                break;
            }
            ready.poll();
            readyBytes -= next.data().length;
            sentMs = next.type() == FlvTag.SCRIPT ? sentMs : ms;
            boolean picture = out.write(next);
            if (picture && still) {
                seen();
            }
        }
        goOn();
    }

    /** The single picture that was wanted went out. */
    private void seen() {
        still = false;
        if (!paused) {
            complete();
        }
    }

    private boolean mustWait(boolean media, long ms) {
        long now = loop.nowNs();
        if (media && ms - sentMs > MOST_GAP_MS) {
            clock.stop(); // nobody waits for what was not filmed
        }
        if (media) {
            clock.start(ms, now);
        }
        long due = media ? clock.dueNs(ms, aheadMs) : now;
        blocked = out.queuedBytes() > MOST_QUEUED;
        if (blocked) {
            timer.set(now + RETRY_NS);
        } else if (due - now > 0) {
            timer.set(due);
        }
        return blocked || due - now > 0;
    }

    private void goOn() {
        if (over || jumping || complete || paused && !still) {
            return;
        }
        read();
        if (ready.isEmpty() && last) {
            complete();
        }
    }

    private void complete() {
        complete = true;
        timer.cancel();
        out.synchronise();
        completed.accept(this);
    }

    /** Says that nothing follows. */
    void sayStop() {
        if (film.isLost()) {
            out.failed("NetStream.Play.Failed", name() + " cannot be reached any more");
        } else {
            out.playStatus("NetStream.Play.Complete", film.durationMs());
        }
        out.status("NetStream.Play.Stop", "Stopped playing " + name());
        out.ends();
    }

    /** Says that the next one of the list follows. */
    void saySwitch() {
        out.playStatus("NetStream.Play.Switch", film.durationMs());
    }

    /** Some of what was written arrived. */
    void drained() {
        if (blocked && out.queuedBytes() <= MOST_QUEUED / 2) {
            blocked = false;
            timer.set(loop.nowNs()); // not now: whoever tells is writing
        }
    }

    @Override
    public void receiveAudio(boolean wantsIt) {
        out.receiveAudio(wantsIt);
        permission.takes(out);
    }

    @Override
    public void receiveVideo(boolean wantsIt) {
        out.receiveVideo(wantsIt);
        permission.takes(out);
    }

    @Override
    public void bufferTime(long ms) {
        aheadMs = Math.max(LEAST_AHEAD_MS, ms);
        if (!paused && !complete && !blocked) {
            timer.set(loop.nowNs());
        }
    }

    // RTMP 1.0 §7.2.2.8
    @Override
    public void pause(boolean wantsIt, double ms) {
        boolean resumed = paused && !wantsIt;
        paused = wantsIt;
        if (paused) {
            timer.cancel();
            clock.stop();
            out.status("NetStream.Pause.Notify", "Pausing " + name());
        } else if (resumed && ms > 0 && ms < sentMs) {
            skipTo = (long) ms;
            jump(ms, this::resumed);
        } else {
            out.status("NetStream.Unpause.Notify", "Unpausing " + name());
            timer.set(loop.nowNs());
        }
    }

    /** The viewer lost what it had ahead, so it gets that again, and nothing that it played. */
    private void resumed(FilmPlace from) {
        out.synchronise();
        out.status("NetStream.Unpause.Notify", "Unpausing " + name());
        out.synchronise();
        pump();
    }

    // RTMP 1.0 §7.2.2.7
    @Override
    public void seek(double ms) {
        if (Double.isNaN(ms)) {
            out.status("NetStream.Seek.Failed", "There is no such time in " + name());
            return;
        }
        skipTo = -1;
        jump(ms, this::landed);
    }

    private void landed(FilmPlace from) {
        out.synchronise();
        out.ends();
        out.recorded();
        out.begins();
        out.status("NetStream.Seek.Notify", "Seeking " + from.ms() + " in " + name());
        out.status("NetStream.Play.Start", "Playing " + name());
        out.synchronise();
        out.dataStarts();
        out.headers(from.headers(), from.ms());
        sentMs = from.ms();
        still = paused;
        pump();
    }

    @Override
    public void end() {
        over = true;
        timer.cancel();
        permission.end();
        film.close();
    }

    @Override
    public Optional<Farewell> farewell() {
        return Optional.of(new Farewell("NetStream.Play.Stop", "Stopped playing " + name()));
    }
}
