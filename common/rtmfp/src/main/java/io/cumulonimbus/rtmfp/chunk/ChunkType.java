package io.cumulonimbus.rtmfp.chunk;

import io.cumulonimbus.rtmfp.packet.PacketHeader;

/** The type codes of RFC 7016 §2.3, and which packet modes each is allowed in. */
public final class ChunkType {
    public static final int PADDING_00 = 0x00;
    public static final int PING = 0x01;
    public static final int SESSION_CLOSE = 0x0c;
    public static final int FIHELLO = 0x0f;
    public static final int USER_DATA = 0x10;
    public static final int NEXT_USER_DATA = 0x11;
    public static final int BUFFER_PROBE = 0x18;
    public static final int IHELLO = 0x30;
    public static final int IIKEYING = 0x38;
    public static final int PING_REPLY = 0x41;
    public static final int SESSION_CLOSE_ACK = 0x4c;
    public static final int ACK_BITMAP = 0x50;
    public static final int ACK_RANGES = 0x51;
    public static final int FLOW_EXCEPTION_REPORT = 0x5e;
    public static final int RHELLO = 0x70;
    public static final int REDIRECT = 0x71;
    public static final int RIKEYING = 0x78;
    public static final int COOKIE_CHANGE = 0x79;
    public static final int PACKET_FRAGMENT = 0x7f;
    public static final int PADDING_FF = 0xff;

    private ChunkType() {}

    /**
     * The type code of a chunk; Next User Data and bitmaps are encodings, not types of their own.
     */
    public static int of(Chunk chunk) {
        return switch (chunk) {
            case IHello c -> IHELLO;
            case FIHello c -> FIHELLO;
            case RHello c -> RHELLO;
            case Redirect c -> REDIRECT;
            case CookieChange c -> COOKIE_CHANGE;
            case IIKeying c -> IIKEYING;
            case RIKeying c -> RIKEYING;
            case Ping c -> PING;
            case PingReply c -> PING_REPLY;
            case UserData c -> USER_DATA;
            case Ack c -> ACK_RANGES;
            case BufferProbe c -> BUFFER_PROBE;
            case FlowExceptionReport c -> FLOW_EXCEPTION_REPORT;
            case SessionClose c -> SESSION_CLOSE;
            case SessionCloseAck c -> SESSION_CLOSE_ACK;
            case PacketFragment c -> PACKET_FRAGMENT;
        };
    }

    /**
     * Whether chunks of this known type may come in packets of this mode: the handshake only at
     * startup, everything else only in a session, packet fragments in both. What is not allowed is
     * ignored.
     */
    // RFC 7016 §2.3
    public static boolean allowed(int type, int mode) {
        return switch (type) {
            case PACKET_FRAGMENT -> true;
            case IHELLO, RHELLO, REDIRECT, COOKIE_CHANGE, IIKEYING, RIKEYING ->
                    mode == PacketHeader.MODE_STARTUP;
            default -> mode == PacketHeader.MODE_INITIATOR || mode == PacketHeader.MODE_RESPONDER;
        };
    }

    /** Whether {@code chunk} may come in packets of this mode. */
    public static boolean allowed(Chunk chunk, int mode) {
        return allowed(of(chunk), mode);
    }
}
