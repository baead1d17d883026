package io.cumulonimbus.net.watch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * A file of the player, as it is and compressed.
 *
 * @param type of its content
 * @param plain its bytes; not to be written to
 * @param compressed the same in gzip; not to be written to
 */
record PlayerFile(String type, byte[] plain, byte[] compressed) {
    /** That of a name. */
    static PlayerFile load(String name, String type) {
        try (InputStream in = PlayerFile.class.getResourceAsStream("player/" + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            byte[] plain = in.readAllBytes();
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                gzip.write(plain);
            }
            return new PlayerFile(type, plain, compressed.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
