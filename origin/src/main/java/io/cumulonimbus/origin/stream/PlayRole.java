package io.cumulonimbus.origin.stream;

/** A role in which a client watches something, live or recorded. */
interface PlayRole extends Role {
    /** Whether the viewer takes audio. */
    void receiveAudio(boolean wanted);

    /** Whether the viewer takes video. */
    void receiveVideo(boolean wanted);

    /**
     * Stops or goes on.
     *
     * @param ms the viewer's time at that moment; 0 when it did not say
     */
    void pause(boolean wanted, double ms);

    /** Goes to another time, in milliseconds. */
    void seek(double ms);

    /** How much the viewer wants to have ahead, in milliseconds. */
    void bufferTime(long ms);
}
