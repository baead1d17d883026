package io.cumulonimbus.rtmfp.packet;

import io.cumulonimbus.client.Message;

/**
 * A cursor that fills a fixed array up to a limit.
 *
 * <p>Writing past the limit is a fault of the caller, who asks {@link #remaining()} first, and
 * throws {@link IndexOutOfBoundsException}. Reusable; not thread-safe.
 */
public final class PacketWriter {
    private final byte[] buffer;
    private int start;
    private int position;
    private int limit;
    private long packets;

    /** Over an array of its own. */
    public PacketWriter(int capacity) {
        this(new byte[capacity]);
    }

    /** Over all of {@code buffer}. */
    public PacketWriter(byte[] buffer) {
        this.buffer = buffer;
        this.limit = buffer.length;
    }

    /** Begins another packet at {@code offset}, of at most {@code capacity} bytes. */
    public void reset(int offset, int capacity) {
        if (offset < 0 || capacity < 0 || capacity > buffer.length - offset) {
            throw new IndexOutOfBoundsException(offset + "+" + capacity + " of " + buffer.length);
        }
        start = offset;
        position = offset;
        limit = offset + capacity;
        packets++;
    }

    /** The array that is written to; what was written lies at {@link #start()}. */
    public byte[] buffer() {
        return buffer;
    }

    /** The index in the array of the first byte of this packet. */
    public int start() {
        return start;
    }

    /** The index in the array of the next byte to be written. */
    public int position() {
        return position;
    }

    /** Bytes written since the packet began. */
    public int length() {
        return position - start;
    }

    /** Bytes that still fit. */
    public int remaining() {
        return limit - position;
    }

    /** How often a packet was begun: tells two packets in the same array apart. */
    public long packets() {
        return packets;
    }

    /** Forgets everything written behind {@code position}, an earlier position of this packet. */
    public void rewind(int position) {
        if (position < start || position > this.position) {
            throw new IndexOutOfBoundsException(position);
        }
        this.position = position;
    }

    /** Writes the low 8 bits. */
    public PacketWriter u8(int value) {
        require(1);
        buffer[position++] = (byte) value;
        return this;
    }

    /** Writes the low 16 bits, big-endian. */
    public PacketWriter u16(int value) {
        require(2);
        buffer[position] = (byte) (value >>> 8);
        buffer[position + 1] = (byte) value;
        position += 2;
        return this;
    }

    /** Writes 32 bits, big-endian. */
    public PacketWriter u32(int value) {
        return u16(value >>> 16).u16(value);
    }

    /** Writes the shortest encoding of an unsigned number. */
    public PacketWriter vlu(long value) {
        require(Vlu.length(value));
        position = Vlu.write(buffer, position, value);
        return this;
    }

    /** Writes all of {@code bytes}. */
    public PacketWriter bytes(byte[] bytes) {
        require(bytes.length);
        System.arraycopy(bytes, 0, buffer, position, bytes.length);
        position += bytes.length;
        return this;
    }

    /** Writes the length as a variable length number, then all of {@code bytes}. */
    public PacketWriter vluBytes(byte[] bytes) {
        return vlu(bytes.length).bytes(bytes);
    }

    /** Writes {@code length} bytes of {@code message} from {@code from} on. */
    public PacketWriter message(Message message, int from, int length) {
        require(length);
        message.copyTo(from, buffer, position, length);
        position += length;
        return this;
    }

    /** A copy of what was written since the packet began. */
    public byte[] toBytes() {
        byte[] copy = new byte[length()];
        System.arraycopy(buffer, start, copy, 0, copy.length);
        return copy;
    }

    private void require(int length) {
        if (length > limit - position) {
            throw new IndexOutOfBoundsException(length + " bytes, room for " + remaining());
        }
    }
}
