package io.cumulonimbus.rtmp.handshake;

import java.util.random.RandomGenerator;

/**
 * The server's part: answers C0 and C1 with S0, S1 and S2, signed if C1 was signed, and passes over
 * C2 whatever is in it.
 *
 * <p>A client that wants another version gets S0 with version 3 (RTMP 1.0 §5.2.2) and nothing more:
 * those of RTMPE would go on in encryption. What cannot be a version gets no answer.
 */
public final class ServerHandshake extends Handshake {
    /** From 3.0 on, Flash Player and ffmpeg want signatures, and find them. */
    private static final int PROGRAM = 0x03050101;

    /** From here on a first byte is text of some other protocol (RTMP 1.0 §5.2.2). */
    private static final int NO_VERSION = 32;

    private final int timestamp;

    /**
     * @param random fills the packets
     * @param timestamp our time in milliseconds, any epoch
     */
    public ServerHandshake(RandomGenerator random, int timestamp) {
        super(HandshakeKey.SERVER, HandshakeKey.CLIENT, random);
        this.timestamp = timestamp;
    }

    // RTMP 1.0 §5.2.2
    @Override
    void refuse(int version) {
        if (version < NO_VERSION) {
            send(new byte[] {VERSION});
        }
    }

    @Override
    void answer(byte[] s2) {
        send(new byte[] {VERSION}, first(timestamp, PROGRAM, scheme()), s2);
    }
}
