package io.cumulonimbus.rtmfp.packet;

/**
 * What a plain packet begins with (RFC 7016 §2.2.4). Times are ticks of 4 ms modulo 65536, or
 * {@link #NONE} when absent.
 *
 * @param mode 1 from the session's initiator, 2 from its responder, 3 at startup; 0 is invalid
 * @param timeCritical the packet carries time critical data
 * @param timeCriticalReverse its sender receives time critical data from someone
 * @param timestamp the sender's clock
 * @param timestampEcho the receiver's own clock, come back
 */
public record PacketHeader(
        int mode,
        boolean timeCritical,
        boolean timeCriticalReverse,
        int timestamp,
        int timestampEcho) {
    /** Stands for a time that is not in the packet. */
    public static final int NONE = -1;

    /** Packets of a session's initiator. */
    public static final int MODE_INITIATOR = 1;

    /** Packets of a session's responder. */
    public static final int MODE_RESPONDER = 2;

    /** Packets of the startup handshake. */
    public static final int MODE_STARTUP = 3;

    /** The most bytes a header takes. */
    public static final int MAX_LENGTH = 5;

    private static final int FLAG_TIME_CRITICAL = 0x80;
    private static final int FLAG_TIME_CRITICAL_REVERSE = 0x40;
    private static final int FLAG_TIMESTAMP = 0x08;
    private static final int FLAG_TIMESTAMP_ECHO = 0x04;
    private static final int MODE_MASK = 0x03;

    /** A startup packet's header: mode 3 with a timestamp, flags 0b, as every client takes it. */
    public static PacketHeader startup(int timestamp) {
        return new PacketHeader(MODE_STARTUP, false, false, timestamp, NONE);
    }

    /** Bytes that this header takes: 1, 3 or 5. */
    public int length() {
        return 1 + (timestamp == NONE ? 0 : 2) + (timestampEcho == NONE ? 0 : 2);
    }

    /** Reads a header; reserved flags are ignored, mode 0 is malformed. */
    // RFC 7016 §2.2.4
    public static PacketHeader read(PacketReader in) throws MalformedPacketException {
        int flags = in.u8();
        int mode = flags & MODE_MASK;
        if (mode == 0) {
            throw new MalformedPacketException("packet mode 0");
        }
        int timestamp = (flags & FLAG_TIMESTAMP) != 0 ? in.u16() : NONE;
        int echo = (flags & FLAG_TIMESTAMP_ECHO) != 0 ? in.u16() : NONE;
        return new PacketHeader(
                mode,
                (flags & FLAG_TIME_CRITICAL) != 0,
                (flags & FLAG_TIME_CRITICAL_REVERSE) != 0,
                timestamp,
                echo);
    }

    /** Writes this header. */
    public void write(PacketWriter out) {
        int flags = mode;
        flags |= timeCritical ? FLAG_TIME_CRITICAL : 0;
        flags |= timeCriticalReverse ? FLAG_TIME_CRITICAL_REVERSE : 0;
        flags |= timestamp != NONE ? FLAG_TIMESTAMP : 0;
        flags |= timestampEcho != NONE ? FLAG_TIMESTAMP_ECHO : 0;
        out.u8(flags);
        if (timestamp != NONE) {
            out.u16(timestamp);
        }
        if (timestampEcho != NONE) {
            out.u16(timestampEcho);
        }
    }
}
