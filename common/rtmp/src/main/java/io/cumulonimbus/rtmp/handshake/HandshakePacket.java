package io.cumulonimbus.rtmp.handshake;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** Makes the packets of 1536 bytes that handshakes are made of. */
final class HandshakePacket {
    static final int LENGTH = 1536;
    static final int VERSION_AT = 4;
    static final int SIGNATURE_AT = LENGTH - DigestScheme.DIGEST_LENGTH;

    private static final int RANDOM_AT = 8;

    private HandshakePacket() {}

    /** A C1 or S1: time, version, random bytes. */
    static byte[] first(int timestamp, int version, RandomGenerator random) {
        byte[] noise = new byte[LENGTH - RANDOM_AT];
        random.nextBytes(noise);
        return ByteBuffer.allocate(LENGTH).putInt(timestamp).putInt(version).put(noise).array();
    }

    /** A C2 or S2 that answers a packet with this digest. */
    static byte[] second(byte[] peerDigest, HandshakeKey signer, RandomGenerator random) {
        byte[] packet = new byte[LENGTH];
        random.nextBytes(packet);
        byte[] signature = signer.sign(peerDigest, packet, SIGNATURE_AT);
        System.arraycopy(signature, 0, packet, SIGNATURE_AT, signature.length);
        return packet;
    }

    static int version(byte[] packet) {
        return ByteBuffer.wrap(packet).getInt(VERSION_AT);
    }
}
