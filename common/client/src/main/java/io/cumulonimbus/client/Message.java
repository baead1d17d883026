package io.cumulonimbus.client;

import java.util.Arrays;

/**
 * One message of a flow: immutable bytes in two parts, so that a thousand viewers share one body.
 *
 * <p>The wire carries {@code head} followed by {@code body} and nothing marks where one ends. A
 * received message has an empty head. Nobody writes to the arrays after they were handed over.
 */
public final class Message {
    private static final byte[] EMPTY = {};

    private final byte[] head;
    private final byte[] body;
    private final int bodyOffset;
    private final int bodyLength;

    private Message(byte[] head, byte[] body, int bodyOffset, int bodyLength) {
        if (bodyOffset < 0 || bodyLength < 0 || bodyLength > body.length - bodyOffset) {
            throw new IndexOutOfBoundsException(
                    "body " + bodyOffset + "+" + bodyLength + " of " + body.length);
        }
        this.head = head;
        this.body = body;
        this.bodyOffset = bodyOffset;
        this.bodyLength = bodyLength;
    }

    /** The message that is just these bytes. */
    public static Message of(byte[] bytes) {
        return new Message(EMPTY, bytes, 0, bytes.length);
    }

    /** The message {@code head} followed by a slice of {@code body}; neither is copied. */
    public static Message of(byte[] head, byte[] body, int bodyOffset, int bodyLength) {
        return new Message(head, body, bodyOffset, bodyLength);
    }

    /** The length in bytes, head and body. */
    public int length() {
        return head.length + bodyLength;
    }

    /** The byte at {@code index}, 0 to 255. */
    public int byteAt(int index) {
        if (index < head.length) {
            return head[index] & 0xff;
        }
        int at = index - head.length;
        if (at >= bodyLength) {
            throw new IndexOutOfBoundsException(index);
        }
        return body[bodyOffset + at] & 0xff;
    }

    /** Copies {@code length} bytes from {@code from} on into {@code target} at {@code at}. */
    public void copyTo(int from, byte[] target, int at, int length) {
        if (from < 0 || length < 0 || from + length > length()) {
            throw new IndexOutOfBoundsException(from + "+" + length + " of " + length());
        }
        int ofHead = Math.clamp(head.length - (long) from, 0, length);
        if (ofHead > 0) {
            System.arraycopy(head, from, target, at, ofHead);
        }
        if (length > ofHead) {
            int start = bodyOffset + Math.max(0, from - head.length);
            System.arraycopy(body, start, target, at + ofHead, length - ofHead);
        }
    }

    /**
     * The same message with its first {@code skip} bytes replaced by {@code newHead}; the bytes
     * behind them are shared unless {@code skip} ends inside the old head.
     */
    public Message withHead(byte[] newHead, int skip) {
        if (skip >= head.length) {
            int ofBody = skip - head.length;
            return new Message(newHead, body, bodyOffset + ofBody, bodyLength - ofBody);
        }
        byte[] joined = Arrays.copyOf(newHead, newHead.length + head.length - skip);
        System.arraycopy(head, skip, joined, newHead.length, head.length - skip);
        return new Message(joined, body, bodyOffset, bodyLength);
    }

    /** A fresh copy of all bytes. */
    public byte[] toBytes() {
        byte[] all = new byte[length()];
        copyTo(0, all, 0, all.length);
        return all;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Message m && Arrays.equals(toBytes(), m.toBytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toBytes());
    }

    @Override
    public String toString() {
        return "Message[" + length() + " bytes]";
    }
}
