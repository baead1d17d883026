package io.cumulonimbus.link;

/** Looks at the frames of a link, for searching errors; on its loop. */
@FunctionalInterface
public interface LinkTap {
    /** Looks at nothing. */
    LinkTap NONE = (incoming, far, frame) -> {};

    /**
     * A frame came, or is sent.
     *
     * @param far what the far end calls itself; empty while that is unknown
     * @param frame its parts; not to be written to, nor kept
     */
    void frame(boolean incoming, String far, Record frame);
}
