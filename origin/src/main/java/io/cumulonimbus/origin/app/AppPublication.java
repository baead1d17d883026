package io.cumulonimbus.origin.app;

import java.util.Map;

/**
 * A stream on the air, as an application sees and uses it: on the realm's loop, wherever the stream
 * itself lives. After its end everything is silently dropped.
 */
public interface AppPublication {
    /** Its name. */
    String name();

    /** The publisher's stream id. */
    long streamId();

    /** What the publisher wrote behind the name, {@code name?key=value}, decoded, in order. */
    default Map<String, String> parameters() {
        return Map.of();
    }

    /** The metadata that late joiners get, encoded with its name; empty when there is none. */
    default byte[] metadata() {
        return new byte[0];
    }

    /**
     * Sends audio as if the publisher had.
     *
     * @param time milliseconds of the publisher's clock
     * @param lost fragments that are missing before it
     */
    void audio(int time, byte[] body, long lost);

    /** Sends video as if the publisher had; see {@link #audio}. */
    void video(int time, byte[] body, long lost);

    /**
     * Sends data.
     *
     * @param amf the values, encoded
     */
    void data(String handler, byte[] amf);

    /**
     * Ends it.
     *
     * @param code sent to the publisher as {@code NetStream.<code>}; empty for nothing
     */
    void close(String code, String description);

    /** How audio arrives. */
    StreamQuality audioQuality();

    /** How video arrives. */
    StreamQuality videoQuality();
}
