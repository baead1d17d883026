package io.cumulonimbus.rtmfp.packet;

/**
 * A cursor over received bytes that never reads past its end.
 *
 * <p>Every method that needs more bytes than remain throws and leaves the cursor where it was or
 * inside the faulty element. Reusable; not thread-safe; the array is only read.
 */
public final class PacketReader {
    private static final byte[] NOTHING = {};
    private static final long TOP_SEVEN_BITS = 0xfe00_0000_0000_0000L;

    private byte[] data;
    private int position;
    private int end;

    /** Over nothing, until {@link #reset}. */
    public PacketReader() {
        this(NOTHING);
    }

    /** Over all of {@code data}. */
    public PacketReader(byte[] data) {
        this(data, 0, data.length);
    }

    /** Over {@code length} bytes from {@code offset} on. */
    public PacketReader(byte[] data, int offset, int length) {
        reset(data, offset, length);
    }

    /** Starts over on other bytes. */
    public void reset(byte[] data, int offset, int length) {
        if (offset < 0 || length < 0 || length > data.length - offset) {
            throw new IndexOutOfBoundsException(offset + "+" + length + " of " + data.length);
        }
        this.data = data;
        this.position = offset;
        this.end = offset + length;
    }

    /** Bytes not read yet. */
    public int remaining() {
        return end - position;
    }

    /** The index in the array of the next byte. */
    public int position() {
        return position;
    }

    /** The index in the array behind the last byte. */
    public int end() {
        return end;
    }

    /** Ends the cursor earlier: only {@code length} more bytes, which must be there. */
    public void limit(int length) throws MalformedPacketException {
        require(length);
        end = position + length;
    }

    /** The next byte, 0 to 255. */
    public int u8() throws MalformedPacketException {
        require(1);
        return data[position++] & 0xff;
    }

    /** The next two bytes, big-endian, 0 to 65535. */
    public int u16() throws MalformedPacketException {
        require(2);
        int value = (data[position] & 0xff) << 8 | data[position + 1] & 0xff;
        position += 2;
        return value;
    }

    /** The next four bytes, big-endian. */
    public int u32() throws MalformedPacketException {
        return u16() << 16 | u16();
    }

    /**
     * The next variable length number, unsigned; longer encodings than needed are fine.
     *
     * @throws MalformedPacketException when its last byte is missing or it needs more than 64 bits
     */
    // RFC 7016 §2.1.2
    public long vlu() throws MalformedPacketException {
        long value = 0;
        for (int i = position; i < end; i++) {
            byte next = data[i];
            if ((value & TOP_SEVEN_BITS) != 0) {
                throw new MalformedPacketException("a number of more than 64 bits");
            }
            value = value << 7 | next & 0x7f;
            if (next >= 0) {
                position = i + 1;
                return value;
            }
        }
        throw new MalformedPacketException("a number without its last byte");
    }

    /** A variable length number that says how many bytes follow it, all of them there. */
    public int vluLength() throws MalformedPacketException {
        long length = vlu();
        if (Long.compareUnsigned(length, remaining()) > 0) {
            throw new MalformedPacketException("a length past the end");
        }
        return (int) length;
    }

    /** A copy of the next {@code length} bytes. */
    public byte[] bytes(int length) throws MalformedPacketException {
        require(length);
        if (length == 0) {
            return NOTHING;
        }
        byte[] copy = new byte[length];
        System.arraycopy(data, position, copy, 0, length);
        position += length;
        return copy;
    }

    /** A variable length number and a copy of that many bytes. */
    public byte[] vluBytes() throws MalformedPacketException {
        return bytes(vluLength());
    }

    /** A copy of what remains. */
    public byte[] rest() throws MalformedPacketException {
        return bytes(remaining());
    }

    /** A copy of the bytes from {@code from}, an earlier position, up to here. */
    public byte[] since(int from) {
        byte[] copy = new byte[position - from];
        System.arraycopy(data, from, copy, 0, copy.length);
        return copy;
    }

    /** Passes over {@code length} bytes. */
    public void skip(int length) throws MalformedPacketException {
        require(length);
        position += length;
    }

    private void require(int length) throws MalformedPacketException {
        if (length < 0 || length > end - position) {
            throw new MalformedPacketException("cut short");
        }
    }
}
