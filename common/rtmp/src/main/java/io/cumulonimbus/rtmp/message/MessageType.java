package io.cumulonimbus.rtmp.message;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;

/** The message types of RTMP, as in RTMP 1.0 §5.4, §6 and §7.1; "extended" ones may hold AMF3. */
public final class MessageType {
    /** RTMP Chunk Stream only: not used in flows (RFC 7425 §5.1). */
    public static final int SET_CHUNK_SIZE = 0x01;

    /** RTMP Chunk Stream only. */
    public static final int ABORT = 0x02;

    /** RTMP Chunk Stream only. */
    public static final int ACKNOWLEDGEMENT = 0x03;

    /** An event: see {@link UserControl}. */
    public static final int USER_CONTROL = 0x04;

    /** RTMP Chunk Stream only. */
    public static final int WINDOW_ACKNOWLEDGEMENT_SIZE = 0x05;

    /** RTMP Chunk Stream only. */
    public static final int SET_PEER_BANDWIDTH = 0x06;

    /** Audio: the body of an FLV audio tag. */
    public static final int AUDIO = 0x08;

    /** Video: the body of an FLV video tag. */
    public static final int VIDEO = 0x09;

    /** Data, AMF0 with switches to AMF3: see {@link DataMessage}. */
    public static final int DATA_EXTENDED = 0x0f;

    /** Shared object event, AMF3. */
    public static final int SHARED_OBJECT_EXTENDED = 0x10;

    /** Command, AMF0 with switches to AMF3: see {@link Command}. */
    public static final int COMMAND_EXTENDED = 0x11;

    /** Data, AMF0. */
    public static final int DATA = 0x12;

    /** Shared object event, AMF0. */
    public static final int SHARED_OBJECT = 0x13;

    /** Command, AMF0. */
    public static final int COMMAND = 0x14;

    /** Several messages in one. */
    public static final int AGGREGATE = 0x16;

    private MessageType() {}

    /** Whether it is a command in either encoding. */
    public static boolean isCommand(int type) {
        return type == COMMAND || type == COMMAND_EXTENDED;
    }

    /**
     * Whether a client of that protocol says with this message what it wants, unless it has said so
     * before. Flows of RTMFP come in any order: what is on others may come before the command; all
     * others begin with it, or with what is to be refused.
     */
    public static boolean tellsWish(Protocol protocol, Message message) {
        return protocol != Protocol.RTMFP || message.length() > 0 && isCommand(message.byteAt(0));
    }

    /** Whether it is a data message in either encoding. */
    public static boolean isData(int type) {
        return type == DATA || type == DATA_EXTENDED;
    }

    /** Whether it is about a shared object, in either encoding. */
    public static boolean isSharedObject(int type) {
        return type == SHARED_OBJECT || type == SHARED_OBJECT_EXTENDED;
    }

    /** Whether it concerns RTMP Chunk Stream alone and must be ignored in flows (RFC 7425 §5.1). */
    public static boolean isChunkStreamControl(int type) {
        return type == SET_CHUNK_SIZE
                || type == ABORT
                || type == ACKNOWLEDGEMENT
                || type == WINDOW_ACKNOWLEDGEMENT_SIZE
                || type == SET_PEER_BANDWIDTH;
    }
}
