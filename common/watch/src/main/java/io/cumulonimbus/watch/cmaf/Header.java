package io.cumulonimbus.watch.cmaf;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * What stands before segments, by a number that is made of its bytes: wherever it is made, it has
 * the same one. Immutable.
 *
 * @param number 64 bits of a digest
 * @param bytes of the file; not to be written to
 */
public record Header(long number, byte[] bytes) {
    static Header of(List<Track> tracks) {
        byte[] bytes = InitSegment.of(tracks);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Header(ByteBuffer.wrap(digest).getLong(), bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
