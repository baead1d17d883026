package io.cumulonimbus.rtmp.handshake;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One end's part of the handshake (RTMP 1.0 §5.2): bytes in, in pieces of any size, and bytes out.
 * Keeps at most one packet of 1536 bytes.
 */
public abstract sealed class Handshake permits ServerHandshake, ClientHandshake {
    /** The only version of RTMP there is without encryption. */
    public static final int VERSION = 3;

    private static final byte[] NOTHING = {};

    private final HandshakeKey near;
    private final HandshakeKey far;
    private final RandomGenerator random;
    private final byte[] packet = new byte[HandshakePacket.LENGTH];
    private int filled;
    private boolean answered;
    private State state = State.OPEN;
    private int farVersion = -1;
    private int farProgram;
    private Optional<DigestScheme> scheme = Optional.empty();
    private byte[] output = NOTHING;

    /** How far it is. */
    public enum State {
        /** Waits for more of the far end's bytes. */
        OPEN,
        /** Done; what comes next are chunks. */
        DONE,
        /** The far end speaks another version, or no RTMP at all. */
        REFUSED
    }

    Handshake(HandshakeKey near, HandshakeKey far, RandomGenerator random) {
        this.near = near;
        this.far = far;
        this.random = random;
    }

    /**
     * Takes what came; answers how many bytes belonged to the handshake, the others being chunks.
     */
    public final int receive(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        if (farVersion < 0 && at < end) {
            farVersion = bytes[at++] & 0xff;
            if (farVersion != VERSION) {
                state = State.REFUSED;
                refuse(farVersion);
            }
        }
        while (state == State.OPEN && at < end) {
            int taken = Math.min(end - at, packet.length - filled);
            System.arraycopy(bytes, at, packet, filled, taken);
            at += taken;
            filled += taken;
            if (filled == packet.length) {
                filled = 0;
                complete();
            }
        }
        return at - offset;
    }

    private void complete() {
        if (answered) {
            // What C2 and S2 say is not held against anybody: ffmpeg echoes a signed S1.
            state = State.DONE;
            return;
        }
        answered = true;
        farProgram = HandshakePacket.version(packet);
        if (farProgram != 0) {
            scheme = DigestScheme.find(packet, far);
        }
        byte[] echo =
                scheme.map(s -> s.digest(packet))
                        .map(digest -> HandshakePacket.second(digest, near, random))
                        .orElseGet(packet::clone);
        answer(echo);
    }

    /** The far end wants another version than 3. */
    abstract void refuse(int version);

    /** The far end's first packet came; {@code second} is the C2 or S2 for it. */
    abstract void answer(byte[] second);

    final void send(byte[]... packets) {
        for (byte[] next : packets) {
            int before = output.length;
            output = Arrays.copyOf(output, before + next.length);
            System.arraycopy(next, 0, output, before, next.length);
        }
    }

    /** Our first packet, signed when a scheme is given. */
    final byte[] first(int timestamp, int program, Optional<DigestScheme> signing) {
        int version = signing.isPresent() ? program : 0;
        byte[] first = HandshakePacket.first(timestamp, version, random);
        signing.ifPresent(s -> s.sign(first, near));
        return first;
    }

    /** The bytes to send now, at most 3073, and forgets them; often none. */
    public final byte[] takeOutput() {
        byte[] taken = output;
        output = NOTHING;
        return taken;
    }

    /** Whether there are bytes to send. */
    public final boolean hasOutput() {
        return output.length > 0;
    }

    /** How far it is. */
    public final State state() {
        return state;
    }

    /** The first byte that the far end sent, or -1 before. 6, 8 and 9 are RTMPE. */
    public final int farVersion() {
        return farVersion;
    }

    /** The program version in the far end's C1 or S1; 0 for none, and before. */
    public final int farProgram() {
        return farProgram;
    }

    /** How the far end signs, if it does. */
    public final Optional<DigestScheme> scheme() {
        return scheme;
    }
}
