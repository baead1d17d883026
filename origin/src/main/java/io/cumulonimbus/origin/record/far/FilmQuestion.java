package io.cumulonimbus.origin.record.far;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What one origin asks another about its recordings. */
sealed interface FilmQuestion {
    /** The longest name in bytes. */
    int MAX_NAME = 1700;

    /**
     * Opens one.
     *
     * @param file its name, with ending
     */
    record Open(String application, String file) implements FilmQuestion {}

    /** Reads on. */
    record Read(long film, int bytes) implements FilmQuestion {}

    /** Goes to a time in milliseconds. */
    record Seek(long film, long ms) implements FilmQuestion {}

    /** It is not needed any more. */
    record Close(long film) implements FilmQuestion {}

    /** Its bytes. */
    default byte[] toBytes() {
        return switch (this) {
            case Open q -> {
                byte[] application = q.application.getBytes(StandardCharsets.UTF_8);
                byte[] file = q.file.getBytes(StandardCharsets.UTF_8);
                yield ByteBuffer.allocate(5 + application.length + file.length)
                        .put((byte) 1)
                        .putShort((short) application.length)
                        .put(application)
                        .putShort((short) file.length)
                        .put(file)
                        .array();
            }
            case Read q ->
                    ByteBuffer.allocate(13).put((byte) 2).putLong(q.film).putInt(q.bytes).array();
            case Seek q ->
                    ByteBuffer.allocate(17).put((byte) 3).putLong(q.film).putLong(q.ms).array();
            case Close q -> ByteBuffer.allocate(9).put((byte) 4).putLong(q.film).array();
        };
    }

    /** What the bytes say; nothing when they make no sense. */
    static Optional<FilmQuestion> read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            return switch (in.get()) {
                case 1 -> Optional.of(new Open(name(in), name(in)));
                case 2 -> Optional.of(new Read(in.getLong(), in.getInt()));
                case 3 -> Optional.of(new Seek(in.getLong(), in.getLong()));
                case 4 -> Optional.of(new Close(in.getLong()));
                default -> Optional.empty();
            };
        } catch (BufferUnderflowException broken) {
            return Optional.empty();
        }
    }

    private static String name(ByteBuffer in) {
        int length = in.getShort();
        if (length < 0 || length > MAX_NAME) {
            throw new BufferUnderflowException();
        }
        byte[] name = new byte[length];
        in.get(name);
        return new String(name, StandardCharsets.UTF_8);
    }
}
