package io.cumulonimbus.origin.record;

/** Hears of one recording, on the loop that records. */
public interface RecordingListener {
    /** It began: what is published now is written. */
    void started();

    /**
     * It could not begin, or cannot go on; what was written so far is in its place. Nothing follows
     * but {@link #stopped}.
     */
    void failed(String why);

    /** It is over, and the file is in its place. Called once, last, after it was finished. */
    void stopped();
}
