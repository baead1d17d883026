package io.cumulonimbus.stream;

import io.cumulonimbus.client.Message;

/**
 * One media message, named where it came in; immutable, and shared by all that send it on.
 *
 * @param publication 64 random bits, drawn for each accepted publish
 * @param number counts the frames of this kind in this publication, from 1; nobody renumbers
 * @param gap the publisher lost something of this kind between the frame before and this one
 * @param kind what the body is
 * @param role whether a decoder can start here
 * @param slot which codec header it is: headers of the same kind and slot replace each other
 * @param group the group of pictures that it belongs to, counted with the breaks where it came in
 *     (see {@link Groups}); 0 of what comes before the first one, and of data
 * @param opens whether that group begins with it
 * @param timestamp the publisher's clock in milliseconds, 32 bits that wrap
 * @param ageMs how long ago it came in, added up per hop
 * @param body the message behind type and timestamp; data: AMF values as the publisher encoded them
 * @param plainBody data: the same values without AMF3, for viewers that know AMF0 only; otherwise
 *     {@code body} itself
 */
public record MediaFrame(
        long publication,
        long number,
        boolean gap,
        MediaKind kind,
        FrameRole role,
        int slot,
        long group,
        boolean opens,
        int timestamp,
        int ageMs,
        Message body,
        Message plainBody) {
    /**
     * Data and metadata are counted by origins: the bits above these say how often the publication
     * moved to another one, which does not know how far the last one came.
     */
    static final int MOVE_BITS = 40;

    /** The same frame after {@code ms} more milliseconds on the way. */
    public MediaFrame aged(int ms) {
        return with(gap, ageMs + ms);
    }

    /** The same frame, marked as the first one after a loss on the way. */
    public MediaFrame afterGap() {
        return with(true, ageMs);
    }

    private MediaFrame with(boolean newGap, int newAgeMs) {
        return new MediaFrame(
                publication,
                number,
                newGap,
                kind,
                role,
                slot,
                group,
                opens,
                timestamp,
                newAgeMs,
                body,
                plainBody);
    }

    /** Bytes that holding this frame costs at most. */
    public int weight() {
        return body.length() + (plainBody == body ? 0 : plainBody.length());
    }

    /** Whether it configures a decoder. */
    public boolean isHeader() {
        return role == FrameRole.CODEC_HEADER;
    }

    /** Whether a video decoder can start with it. */
    public boolean isKeyFrame() {
        return role == FrameRole.KEY_FRAME;
    }
}
