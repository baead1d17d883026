package io.cumulonimbus.origin.web;

import java.util.Arrays;

/**
 * A file that was made for one client, in memory.
 *
 * @param name of the file that it was made of
 * @param bytes of it; not to be written to
 */
public record FilePage(String name, byte[] bytes) {
    private static final long JUST_NOW = -1;

    /**
     * A part of it.
     *
     * @param from where to begin; below 0 so many bytes before the end
     * @param most bytes
     */
    public FilePiece piece(long from, int most) {
        int begin = Math.clamp(from < 0 ? bytes.length + from : from, 0, bytes.length);
        int length = Math.clamp(most, 0, Math.min(PublicFiles.PIECE, bytes.length - begin));
        byte[] part = Arrays.copyOfRange(bytes, begin, begin + length);
        return new FilePiece(name, bytes.length, JUST_NOW, begin, part);
    }
}
