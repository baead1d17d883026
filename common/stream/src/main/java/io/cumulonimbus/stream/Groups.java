package io.cumulonimbus.stream;

import io.cumulonimbus.client.Message;

/**
 * Counts the groups of pictures of one publication, where it comes in: what begins at a key frame
 * and is worth a file of its own. So whoever cuts the stream into files, and wherever, cuts it at
 * the same places and gives them the same numbers. Where there is no video, sound begins groups.
 *
 * <p>A group that decoders cannot simply go on with is counted as a break besides: the codec or its
 * configuration is another one, a kind of media is new, or the clock jumped. Numbers of groups hold
 * both: breaks above {@value #NUMBER_BITS} bits of the group.
 *
 * <p>Frames have to come in order; their timestamps are milliseconds, 32 bits that wrap or jump.
 */
public final class Groups {
    /** Key frames that come sooner after the last group's beginning begin none. */
    private static final int LEAST_MS = 900;

    private static final int SOUND_MS = 1_800;

    /** After so much sound without pictures, there are no pictures any more. */
    private static final int SILENT_MS = 12_000;

    /** So much back is no disorder but another clock. */
    private static final int BACK_MS = 1_000;

    /** Longer headers are none that anybody keeps. */
    private static final int HASHED_BYTES = 64 << 10;

    private static final int NUMBER_BITS = 32;
    private static final long HASH_BASIS = 0xcbf29ce484222325L;
    private static final long HASH_PRIME = 0x100000001b3L;

    private long number;
    private long breaks;
    private boolean broken;
    private long videoHeader;
    private long audioHeader;
    private boolean led;
    private int leadMs;
    private boolean bySound;
    private int beganMs;
    private boolean heardVideo;
    private int lastVideoMs;

    /** The number of a group alone, from 1. */
    public static long number(long group) {
        return group & (1L << NUMBER_BITS) - 1;
    }

    /** How many breaks there were up to a group, its own included. */
    public static long breaks(long group) {
        return group >>> NUMBER_BITS;
    }

    /**
     * The first group of a publication that follows another one under the same name, whose last
     * group that was: the next number, behind one more break.
     */
    public static long behind(long group) {
        return group + (1L << NUMBER_BITS) + 1;
    }

    /** Takes note of a frame; answers whether a group begins with it. */
    public boolean next(boolean video, MediaTag tag, int timestamp, Message body) {
        if (tag.role() == FrameRole.CODEC_HEADER) {
            header(video, tag.slot(), body);
        } else {
            time(video, timestamp);
        }
        boolean begins =
                video ? beginsAsVideo(tag.role(), timestamp) : beginsAsSound(tag.role(), timestamp);
        if (begins) {
            number++;
            beganMs = timestamp;
            bySound = !video;
            breaks += broken ? 1 : 0;
            broken = false;
        }
        return begins;
    }

    /** Of several tracks the first one counts. */
    private void header(boolean video, int slot, Message body) {
        if (slot > 1) {
            return;
        }
        long hash = HASH_BASIS ^ body.length();
        for (int i = 0; i < Math.min(body.length(), HASHED_BYTES); i++) {
            hash = (hash ^ body.byteAt(i)) * HASH_PRIME;
        }
        broken |= number > 0 && hash != (video ? videoHeader : audioHeader);
        if (video) {
            videoHeader = hash;
        } else {
            audioHeader = hash;
        }
    }

    private void time(boolean video, int timestamp) {
        if (video || isAlone(timestamp)) {
            int step = timestamp - leadMs;
            broken |= led && (step < -BACK_MS || step > SILENT_MS);
            leadMs = timestamp;
            led = true;
        }
    }

    private boolean isAlone(int timestamp) {
        return !heardVideo || timestamp - lastVideoMs > SILENT_MS;
    }

    private boolean beginsAsVideo(FrameRole role, int timestamp) {
        heardVideo = true;
        lastVideoMs = timestamp;
        return role == FrameRole.KEY_FRAME && (bySound || isOver(LEAST_MS, timestamp));
    }

    private boolean beginsAsSound(FrameRole role, int timestamp) {
        return role == FrameRole.FRAME && isAlone(timestamp) && isOver(SOUND_MS, timestamp);
    }

    private boolean isOver(int leastMs, int timestamp) {
        int span = timestamp - beganMs;
        return number == 0 || span < 0 || span >= leastMs;
    }

    /** The group that the last frame belongs to, breaks included; 0 before the first one. */
    public long present() {
        return breaks << NUMBER_BITS | number;
    }
}
