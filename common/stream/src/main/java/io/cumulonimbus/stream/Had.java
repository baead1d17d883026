package io.cumulonimbus.stream;

/**
 * How far a stream came to a node that asks for it: what it had does not have to be sent again.
 *
 * @param publication of what came last, 0 when nothing did
 * @param audio the last number of audio
 * @param video the last number of video
 */
public record Had(long publication, long audio, long video) {
    private static final long EARLIER_AUDIO = 100;
    private static final long EARLIER_VIDEO = 50;

    /** Nothing came. */
    public static final Had NOTHING = new Had(0, 0, 0);

    /** The same and this frame. */
    public Had and(MediaFrame frame) {
        Had before = isOf(frame) ? this : new Had(frame.publication(), 0, 0);
        return switch (frame.kind()) {
            case AUDIO ->
                    new Had(
                            before.publication,
                            Math.max(before.audio, frame.number()),
                            before.video);
            case VIDEO ->
                    new Had(
                            before.publication,
                            before.audio,
                            Math.max(before.video, frame.number()));
            case DATA, METADATA -> before;
        };
    }

    /**
     * The same a second or two before, for others who had nearly as much: 50 pictures, and 100
     * pieces of sound.
     */
    public Had earlier() {
        return new Had(
                publication,
                Math.max(0, audio - EARLIER_AUDIO),
                Math.max(0, video - EARLIER_VIDEO));
    }

    /** Whether something of the frame's publication came. */
    public boolean isOf(MediaFrame frame) {
        return frame.publication() == publication;
    }

    /** Whether the frame is among what came; late joiners need codec headers all the same. */
    public boolean has(MediaFrame frame) {
        return isOf(frame)
                && !frame.isHeader()
                && switch (frame.kind()) {
                    case AUDIO -> frame.number() <= audio;
                    case VIDEO -> frame.number() <= video;
                    case DATA, METADATA -> false;
                };
    }
}
