package io.cumulonimbus.stream;

/**
 * What a viewer's sink for video also is when the viewer takes whole frames, with the names that
 * they were given where they came in. They come in the order of the stream, before the messages
 * that are written of them: metadata and codec headers of those who come late first, which may come
 * again.
 */
public interface FrameTap {
    /** The next frame. */
    void frame(MediaFrame frame);

    /** The viewer is not to have all of the stream; no frames come any more, only messages. */
    void withheld();
}
