package io.cumulonimbus.link.stream;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.turn.Carrier;
import io.cumulonimbus.link.turn.Speaker;
import io.cumulonimbus.link.wire.LinkCodec;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.MediaHead;
import io.cumulonimbus.stream.Had;
import io.cumulonimbus.stream.KeyframeCache;
import io.cumulonimbus.stream.MediaFrame;
import io.cumulonimbus.stream.MediaKind;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Optional;

/**
 * One stream on its way to an edge, in order. When the link does not keep up, video is left out to
 * the next key frame, then audio; codec headers and metadata are told again. Owned by the link's
 * loop.
 */
public final class StreamLane extends Speaker {
    /** So much may wait, in bytes, before video is left out. */
    public static final int MOST_BYTES = 2 << 20;

    /** The same in time during which the link moves. */
    static final long MOST_NS = 2_000_000_000L;

    private static final int FRAME_COST = 64;

    /** Something that waits: media, or what becomes of the publication. */
    private final class Waiting {
        private final Optional<LinkFrame> notice;
        private final MediaFrame frame;
        private final boolean primes;
        private final long sinceNs;
        private final long movedNs = link.movingClock().passedNs();

        Waiting(MediaFrame frame, boolean primes, long sinceNs) {
            this.notice = Optional.empty();
            this.frame = frame;
            this.primes = primes;
            this.sinceNs = sinceNs;
        }

        Waiting(LinkFrame notice, long sinceNs) {
            this.notice = Optional.of(notice);
            this.frame = null;
            this.primes = false;
            this.sinceNs = sinceNs;
        }

        boolean isLate() {
            return link.movingClock().passedNs() - movedNs > MOST_NS;
        }

        int cost() {
            return FRAME_COST + (frame == null ? 0 : frame.weight());
        }
    }

    private final Carrier link;
    private final long id;
    private Had had;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final KeyframeCache essentials = KeyframeCache.withoutFrames();
    private long bytes;
    private boolean waitsForKeyFrame;
    private boolean primed = true;
    private long dropped;
    private boolean closed;
    private Message current;
    private int sentOfCurrent;

    /**
     * @param had what the far end had of the stream by another link or from another origin
     */
    StreamLane(Carrier link, long id, Had had) {
        this.link = link;
        this.id = id;
        this.had = had;
    }

    /** How far the far end came, by this lane or before there was one. */
    public Had had() {
        return had;
    }

    /** What somebody who comes late has to know of a stream that is on the air. */
    public void prime(Collection<MediaFrame> known, long nowNs) {
        known.forEach(essentials::accept);
        primed = false;
        tellEssentials(nowNs);
    }

    /** The next frame; nothing happens when the far end has it, wherever that came from. */
    public void frame(MediaFrame frame, long nowNs) {
        essentials.accept(frame);
        tellEssentials(nowNs);
        if (had.has(frame)) {
            return;
        }
        if (isBehind(frame)) {
            dropped++;
            link.counters().mediaDropped++;
            primed &= frame.kind() != MediaKind.METADATA && !frame.isHeader();
        } else {
            had = had.and(frame);
            add(new Waiting(frame, false, nowNs));
        }
    }

    /**
     * A frame that came before the others: only for who had the ones before it, by this lane or
     * before there was one.
     */
    public void replay(MediaFrame frame, long nowNs) {
        if (had.isOf(frame)) {
            frame(frame, nowNs);
        }
    }

    /** Whether it goes to another origin, not to an edge. */
    public boolean leadsToOrigin() {
        return link.farRole() == LinkRole.FELLOW;
    }

    /**
     * A publication is on the air.
     *
     * @param before whether it had begun before the stream was asked for
     */
    public void begun(long publication, boolean before, long nowNs) {
        if (leadsToOrigin()) {
            add(new Waiting(new LinkFrame.StreamBegun(id, publication, before), nowNs));
        }
    }

    /** That publication is over. */
    public void over(long publication, long nowNs) {
        essentials.clear();
        primed = true;
        waitsForKeyFrame = false;
        add(new Waiting(new LinkFrame.StreamOver(id, publication), nowNs));
    }

    /** Frames that were left out. */
    public long dropped() {
        return dropped;
    }

    /** Bytes that wait for the link. */
    public long waiting() {
        return bytes;
    }

    private void tellEssentials(long nowNs) {
        if (!primed && bytes <= MOST_BYTES) {
            primed = true;
            essentials.essentials().forEach(known -> add(new Waiting(known, true, nowNs)));
        }
    }

    private boolean isBehind(MediaFrame frame) {
        boolean late = !queue.isEmpty() && queue.peek().isLate();
        if (frame.kind() == MediaKind.VIDEO && !frame.isHeader()) {
            if (frame.isKeyFrame()) {
                waitsForKeyFrame = late || bytes > MOST_BYTES / 2;
            } else {
                waitsForKeyFrame |= late || bytes > MOST_BYTES;
            }
            return waitsForKeyFrame;
        }
        boolean media = frame.kind() == MediaKind.AUDIO && !frame.isHeader();
        return bytes > (media ? MOST_BYTES + MOST_BYTES / 2 : 2 * MOST_BYTES);
    }

    private void add(Waiting item) {
        if (!closed) {
            queue.add(item);
            bytes += item.cost();
            link.offer(this);
        }
    }

    /** Nothing more is sent. */
    void close() {
        closed = true;
        queue.clear();
        bytes = 0;
        current = null;
    }

    @Override
    protected boolean hasExpress() {
        return !closed && (current != null || !queue.isEmpty());
    }

    @Override
    protected boolean hasNormal() {
        return false;
    }

    @Override
    protected LinkFrame next(boolean express, long nowNs) {
        if (current != null) {
            return more();
        }
        Waiting item = queue.poll();
        bytes -= item.cost();
        if (item.notice.isPresent()) {
            return item.notice.get();
        }
        int waitedMs = (int) Math.max(0, (nowNs - item.sinceNs) / 1_000_000);
        MediaHead head = MediaHead.of(item.frame, item.primes, waitedMs);
        Message all = item.frame.body();
        if (head.plainLength() > 0) {
            all = item.frame.plainBody().withHead(all.toBytes(), 0);
        }
        int length = Math.min(all.length(), LinkCodec.MAX_PART);
        if (length < all.length()) {
            current = all;
            sentOfCurrent = length;
        }
        return new LinkFrame.MediaBegin(id, head, all, 0, length);
    }

    private LinkFrame more() {
        Message part = current;
        int from = sentOfCurrent;
        int length = Math.min(part.length() - from, LinkCodec.MAX_PART);
        sentOfCurrent += length;
        if (sentOfCurrent == part.length()) {
            current = null;
        }
        return new LinkFrame.MediaMore(id, part, from, length);
    }

    @Override
    protected void fault() {
        link.counters().faults++;
        close();
    }
}
