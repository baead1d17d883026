package io.cumulonimbus.origin.app;

import java.util.Map;

/**
 * A client that plays a stream, as its application sees it: on the realm's loop, while the stream
 * lives on the client's.
 */
public interface AppListener {
    /** The id of the client's stream. */
    long streamId();

    /** The name of what it plays. */
    String name();

    /** What the client wrote behind the name, {@code name?key=value}, decoded, in order. */
    default Map<String, String> parameters() {
        return Map.of();
    }

    /** Whether it takes audio, as last known. */
    boolean receivesAudio();

    /** Whether it takes video, as last known. */
    boolean receivesVideo();

    /** Switches audio on or off. */
    void receiveAudio(boolean wanted);

    /** Switches video on or off. */
    void receiveVideo(boolean wanted);

    /** Tells the player whether it may read samples. */
    void sampleAccess(boolean audio, boolean video);

    /** How audio leaves. */
    StreamQuality audioQuality();

    /** How video leaves. */
    StreamQuality videoQuality();
}
