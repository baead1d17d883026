package io.cumulonimbus.stream;

/**
 * Counts the groups of pictures of one publication, where it comes in: what begins at a key frame
 * and is worth a file of its own. So whoever cuts the stream into files, and wherever, cuts it at
 * the same places and gives them the same numbers. Where there is no video, sound begins groups.
 *
 * <p>Frames have to come in order; their timestamps are milliseconds, 32 bits that wrap or jump.
 */
public final class Groups {
    /** Key frames that come sooner after the last group's beginning begin none. */
    private static final int LEAST_MS = 900;

    private static final int SOUND_MS = 1_800;

    /** After so much sound without pictures, there are no pictures any more. */
    private static final int SILENT_MS = 12_000;

    private long present;
    private boolean bySound;
    private int beganMs;
    private boolean heardVideo;
    private int lastVideoMs;

    /** Takes note of a frame; answers whether a group begins with it. */
    public boolean next(boolean video, FrameRole role, int timestamp) {
        boolean begins = video ? beginsAsVideo(role, timestamp) : beginsAsSound(role, timestamp);
        if (begins) {
            present++;
            beganMs = timestamp;
            bySound = !video;
        }
        return begins;
    }

    private boolean beginsAsVideo(FrameRole role, int timestamp) {
        heardVideo = true;
        lastVideoMs = timestamp;
        return role == FrameRole.KEY_FRAME && (bySound || isOver(LEAST_MS, timestamp));
    }

    private boolean beginsAsSound(FrameRole role, int timestamp) {
        boolean alone = !heardVideo || timestamp - lastVideoMs > SILENT_MS;
        return role == FrameRole.FRAME && alone && isOver(SOUND_MS, timestamp);
    }

    private boolean isOver(int leastMs, int timestamp) {
        int span = timestamp - beganMs;
        return present == 0 || span < 0 || span >= leastMs;
    }

    /** The number of the group that the last frame belongs to, from 1; 0 before the first one. */
    public long present() {
        return present;
    }
}
