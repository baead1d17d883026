package io.cumulonimbus.link.ingress;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.stream.Groups;
import io.cumulonimbus.stream.MediaTag;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The audio and video of one stream as it comes in: counts it, and keeps codec headers and what
 * came since the last key frame (4 MiB or 10 s of it, otherwise nothing until the next one). Owned
 * by the client's loop.
 *
 * @param <E> a message and what its owner has to know of it
 */
public final class IngressStream<E> {
    /** A message begins with its type (8 bits) and its timestamp (32). */
    private static final int HEAD = 5;

    private static final byte[] NO_HEAD = {};
    private static final int AUDIO = 8;
    private static final int VIDEO = 9;
    private static final int MOST_BYTES = 4 << 20;
    private static final int MOST_MS = 10_000;
    private static final int MOST_HEADERS = 8;
    private static final int MOST_HEADER_BYTES = 64 << 10;
    private static final int COST = 64;

    private final ReplayBudget budget;
    private final Map<Integer, Kept<E>> headers = new LinkedHashMap<>(0);
    private final ArrayDeque<Kept<E>> frames = new ArrayDeque<>(0);
    private final Groups groups = new Groups();
    private long audio;
    private long video;
    private long framesBytes;
    private boolean usable;
    private boolean opens;

    private record Kept<E>(E entry, int timestamp, int cost) {}

    IngressStream(ReplayBudget budget) {
        this.budget = budget;
    }

    /** The number of a message that comes in now, from 1; 0 of what is neither audio nor video. */
    public long count(Message message) {
        opens = false;
        if (message.length() < HEAD) {
            return 0;
        }
        if (message.byteAt(0) == AUDIO || message.byteAt(0) == VIDEO) {
            boolean isVideo = message.byteAt(0) == VIDEO;
            Message body = message.withHead(NO_HEAD, HEAD);
            MediaTag tag = isVideo ? MediaTag.video(body) : MediaTag.audio(body);
            opens = groups.next(isVideo, tag, timestamp(message), body);
        }
        return switch (message.byteAt(0)) {
            case AUDIO -> ++audio;
            case VIDEO -> ++video;
            default -> 0;
        };
    }

    /** Whether anything came. */
    boolean isUsed() {
        return audio > 0 || video > 0;
    }

    /**
     * The group of pictures that the message counted last belongs to, with the breaks; 0 before
     * any.
     */
    public long group() {
        return groups.present();
    }

    /** Whether that group begins with it. */
    public boolean opens() {
        return opens;
    }

    private static MediaTag tag(Message message) {
        Message body = message.withHead(NO_HEAD, HEAD);
        return message.byteAt(0) == VIDEO ? MediaTag.video(body) : MediaTag.audio(body);
    }

    /** Keeps a message that was counted, if somebody may need it. */
    public void keep(E entry, Message message, long lostBefore) {
        boolean isVideo = message.byteAt(0) == VIDEO;
        MediaTag tag = tag(message);
        Kept<E> kept = new Kept<>(entry, timestamp(message), message.length() + COST);
        switch (tag.role()) {
            case CODEC_HEADER -> keepHeader(kept, isVideo ? tag.slot() : -1 - tag.slot());
            case KEY_FRAME -> {
                clearFrames();
                usable = true;
                keepFrame(kept);
            }
            case FRAME -> {
                if (isVideo && lostBefore > 0) {
                    clearFrames();
                }
                keepFrame(kept);
            }
        }
    }

    private static int timestamp(Message message) {
        return message.byteAt(1) << 24
                | message.byteAt(2) << 16
                | message.byteAt(3) << 8
                | message.byteAt(4);
    }

    private void keepHeader(Kept<E> header, int slot) {
        Kept<E> before = headers.remove(slot);
        if (before != null) {
            budget.give(before.cost);
        }
        if (headers.size() < MOST_HEADERS
                && header.cost <= MOST_HEADER_BYTES
                && budget.take(header.cost)) {
            headers.put(slot, header);
        }
    }

    private void keepFrame(Kept<E> frame) {
        if (!usable) {
            return;
        }
        boolean tooLong =
                !frames.isEmpty() && frame.timestamp - frames.peekFirst().timestamp > MOST_MS;
        if (tooLong || framesBytes + frame.cost > MOST_BYTES || !budget.take(frame.cost)) {
            clearFrames();
            return;
        }
        framesBytes += frame.cost;
        frames.add(frame);
    }

    /** What is kept: headers, then the rest as it came. */
    public List<E> kept() {
        return Stream.concat(headers.values().stream(), frames.stream()).map(Kept::entry).toList();
    }

    private void clearFrames() {
        budget.give(framesBytes);
        framesBytes = 0;
        frames.clear();
        usable = false;
    }

    void clear() {
        clearFrames();
        headers.values().forEach(header -> budget.give(header.cost));
        headers.clear();
    }
}
