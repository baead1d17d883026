package io.cumulonimbus.client;

/**
 * Which flow of a client goes first when there is less room than data; later constants go first.
 */
public enum Priority {
    /** Files and other bulk. */
    BULK,
    /** Data messages of a stream. */
    DATA,
    /** Video; time critical (RFC 7016 §3.5.2.1). */
    VIDEO,
    /** Audio; time critical, and ahead of video because a gap in sound is what people notice. */
    AUDIO,
    /** Commands and control messages. */
    COMMAND;

    /** Whether packets that carry such data are marked time critical. */
    public boolean timeCritical() {
        return this == AUDIO || this == VIDEO;
    }
}
