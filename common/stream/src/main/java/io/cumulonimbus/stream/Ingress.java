package io.cumulonimbus.stream;

import io.cumulonimbus.client.Arrival;
import io.cumulonimbus.client.Message;
import java.util.Optional;

/**
 * Where a publisher's media comes in and gets its names: one per accepted publish, on the
 * publisher's loop.
 *
 * <p>Video is held back until a key frame, at the start and whenever fragments were lost on the way
 * from the publisher: what follows a loss cannot be decoded by anybody, so it costs nobody
 * bandwidth.
 */
public final class Ingress {
    private final long publication;
    private final Track audio = new Track();
    private final Track video = new Track();
    private final Track data = new Track();
    private final Groups groups = new Groups();
    private long group;
    private long behind;
    private long shift;
    private boolean opens;
    private boolean counted;
    private long metadataNumber;
    private boolean waitsForKeyFrame = true;

    /** Names media of this publication: 64 random bits. */
    public Ingress(long publication) {
        this(publication, 0, 0);
    }

    /**
     * The same for a publication that goes on here: what is not counted where it comes in gets
     * numbers that nobody has given yet.
     *
     * @param moves how often it moved, below 2^20
     * @param shift of its groups where it was, see {@link #shift}
     */
    public Ingress(long publication, long moves, long shift) {
        this.publication = publication;
        this.shift = shift;
        this.data.number = moves << MediaFrame.MOVE_BITS;
        this.metadataNumber = moves << MediaFrame.MOVE_BITS;
    }

    /** The publication that is named here. */
    public long publication() {
        return publication;
    }

    /**
     * The groups of this publication follow those of the one before it under the same name, so that
     * whoever cuts both into files goes on counting. Before any media.
     *
     * @param last group of that one; 0 when nobody knows of any
     */
    public void goesOnBehind(long last) {
        behind = last;
    }

    /**
     * What was added to groups as they were counted where they came in; it does not change any more
     * once a group has begun.
     */
    public long shift() {
        return shift;
    }

    /** Names an audio tag body; {@code lostBefore} fragments are missing before it. */
    public MediaFrame audio(int timestamp, Message body, long lostBefore) {
        return audio(timestamp, body, Arrival.of(lostBefore));
    }

    /** The same of what was counted where it came in. */
    public MediaFrame audio(int timestamp, Message body, Arrival arrival) {
        audio.counts(arrival);
        audio.missed(arrival.lostBefore());
        MediaTag tag = MediaTag.audio(body);
        groups(arrival, MediaKind.AUDIO, tag, timestamp, body);
        return audio.name(MediaKind.AUDIO, tag, timestamp, body);
    }

    /** Names a video tag body, or answers empty when it is of no use to anybody. */
    public Optional<MediaFrame> video(int timestamp, Message body, long lostBefore) {
        return video(timestamp, body, Arrival.of(lostBefore));
    }

    /** The same of what was counted where it came in. */
    public Optional<MediaFrame> video(int timestamp, Message body, Arrival arrival) {
        video.counts(arrival);
        video.missed(arrival.lostBefore());
        if (arrival.lostBefore() > 0) {
            waitsForKeyFrame = true;
        }
        MediaTag tag = MediaTag.video(body);
        if (tag.role() == FrameRole.KEY_FRAME) {
            waitsForKeyFrame = false;
        } else if (waitsForKeyFrame && tag.role() == FrameRole.FRAME) {
            video.qos.drop();
            return Optional.empty();
        }
        groups(arrival, MediaKind.VIDEO, tag, timestamp, body);
        return Optional.of(video.name(MediaKind.VIDEO, tag, timestamp, body));
    }

    /** Takes over what was counted elsewhere; what a script adds to that begins no group. */
    private void groups(
            Arrival arrival, MediaKind kind, MediaTag tag, int timestamp, Message body) {
        if (arrival.number() > 0) {
            counted = true;
            group = arrival.group();
            opens = arrival.opens();
        } else if (counted) {
            opens = false;
        } else {
            opens = groups.next(kind == MediaKind.VIDEO, tag, timestamp, body);
            group = groups.present();
        }
        if (opens && behind != 0) {
            shift = Groups.behind(behind) - group;
            behind = 0;
        }
    }

    /** What belongs to no group that is known is before the first one. */
    private long placed() {
        return group == 0 || behind != 0 ? 0 : group + shift;
    }

    /**
     * Holds video back until a key frame because {@code fragments} are missing on a flow that
     * carries video, though the message behind them is something else.
     */
    public void videoLost(long fragments) {
        video.missed(fragments);
        waitsForKeyFrame |= fragments > 0;
    }

    /** Names a data message; see {@link MediaFrame#plainBody()}. */
    public MediaFrame data(int timestamp, Message body, Message plainBody) {
        data.qos.passed(body.length());
        return frame(MediaKind.DATA, ++data.number, timestamp, body, plainBody);
    }

    /** Names data for late joiners; a handler name without arguments makes it forgotten. */
    public MediaFrame metadata(int timestamp, Message body, Message plainBody) {
        data.qos.passed(body.length());
        return frame(MediaKind.METADATA, ++metadataNumber, timestamp, body, plainBody);
    }

    private MediaFrame frame(
            MediaKind kind, long number, int timestamp, Message body, Message plainBody) {
        return new MediaFrame(
                publication,
                number,
                false,
                kind,
                FrameRole.FRAME,
                0,
                0,
                false,
                timestamp,
                0,
                body,
                plainBody);
    }

    /** What came in as audio. */
    public Qos audioQos() {
        return audio.qos;
    }

    /** What came in as video; dropped are those before a key frame. */
    public Qos videoQos() {
        return video.qos;
    }

    /** What came in as data and metadata. */
    public Qos dataQos() {
        return data.qos;
    }

    /** The numbering of one kind. */
    private final class Track {
        private final Qos qos = new Qos();
        private long number;
        private long counted;
        private long added;
        private boolean gap;

        /**
         * Takes over the number of what comes next. What nobody counted (a script adds it), and
         * what a barrier held back behind its successors, moves all that follows.
         */
        void counts(Arrival arrival) {
            if (arrival.number() <= counted) {
                added++;
            } else {
                counted = arrival.number();
                number = counted + added - 1;
            }
        }

        void missed(long fragments) {
            if (fragments > 0) {
                qos.lose(fragments);
                gap = true;
            }
        }

        MediaFrame name(MediaKind kind, MediaTag tag, int timestamp, Message body) {
            boolean afterGap = gap;
            gap = false;
            qos.passed(body.length());
            return new MediaFrame(
                    publication,
                    ++number,
                    afterGap,
                    kind,
                    tag.role(),
                    tag.slot(),
                    placed(),
                    opens,
                    timestamp,
                    0,
                    body,
                    body);
        }
    }
}
