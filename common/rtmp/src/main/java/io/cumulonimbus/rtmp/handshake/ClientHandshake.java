package io.cumulonimbus.rtmp.handshake;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The client's part: sends C0 and C1 at once, C2 in answer to S1, and is done with S2. Nothing of
 * the server's is held against it but another version.
 */
public final class ClientHandshake extends Handshake {
    /** The version that ffmpeg and others say they are. */
    private static final int PROGRAM = 0x09007c02;

    /**
     * @param signing how to sign C1; empty for the simple handshake
     * @param random fills the packets
     * @param timestamp our time in milliseconds, any epoch
     */
    public ClientHandshake(Optional<DigestScheme> signing, RandomGenerator random, int timestamp) {
        super(HandshakeKey.CLIENT, HandshakeKey.SERVER, random);
        send(new byte[] {VERSION}, first(timestamp, PROGRAM, signing));
    }

    @Override
    void refuse(int version) {}

    @Override
    void answer(byte[] c2) {
        send(c2);
    }
}
