package io.cumulonimbus.origin.cluster.fabric;

import io.cumulonimbus.origin.cluster.Post;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What goes between nodes: type (1 byte), number of the question (8), length of the kind (1), the
 * kind, the body.
 */
record Frame(Type type, long number, String kind, byte[] body) {
    private static final int HEAD = 10;
    private static final int MAX_KIND = 255;

    /** What a frame is; its place is its code. */
    enum Type {
        MAIL,
        ASK,
        REPLY,
        TOPIC
    }

    static String checked(String kind) {
        if (kind.isEmpty() || kind.getBytes(StandardCharsets.UTF_8).length > MAX_KIND) {
            throw new IllegalArgumentException("a kind or topic of " + kind.length());
        }
        return kind;
    }

    static byte[] of(Type type, long number, String kind, byte[] body) {
        byte[] name = kind.getBytes(StandardCharsets.UTF_8);
        if (name.length > MAX_KIND || body.length > Post.MAX_BODY) {
            throw new IllegalArgumentException(name.length + " and " + body.length + " bytes");
        }
        return ByteBuffer.allocate(HEAD + name.length + body.length)
                .put((byte) type.ordinal())
                .putLong(number)
                .put((byte) name.length)
                .put(name)
                .put(body)
                .array();
    }

    static Frame read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Type type = Type.values()[in.get()];
        long number = in.getLong();
        byte[] name = new byte[in.get() & 0xff];
        in.get(name);
        byte[] body = new byte[in.remaining()];
        in.get(body);
        return new Frame(type, number, new String(name, StandardCharsets.UTF_8), body);
    }
}
