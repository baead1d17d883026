package io.cumulonimbus.rtmfp.chunk;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmfp.packet.Addresses;
import io.cumulonimbus.rtmfp.packet.Option;
import io.cumulonimbus.rtmfp.packet.Options;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import io.cumulonimbus.rtmfp.packet.Vlu;
import java.util.List;

/**
 * Writes chunks (RFC 7016 §2.3). Statically any single chunk; as an object, user data straight from
 * messages, as Next User Data wherever that is allowed (§3.6.2.3.2).
 *
 * <p>The object remembers the last user data of the packet: one per packet under assembly. Not
 * thread-safe.
 */
public final class ChunkEncoder {
    /** Type and length in front of every payload, in bytes. */
    public static final int CHUNK_HEADER = 3;

    private static final int MAX_PAYLOAD = 0xffff;

    private PacketWriter lastWriter;
    private long lastPacket;
    private int lastPosition;
    private long lastFlow;
    private long lastSequence;
    private long lastForward;

    /** Bytes of the whole chunk: User Data as type 0x10, acknowledgements as ranges. */
    public static int length(Chunk chunk) {
        return CHUNK_HEADER + payloadLength(chunk);
    }

    /**
     * Writes the chunk, User Data as type 0x10 and acknowledgements as ranges; answers false, and
     * writes nothing, when it does not fit.
     *
     * @throws IllegalArgumentException when the payload is longer than 65535 bytes
     */
    public static boolean encode(Chunk chunk, PacketWriter out) {
        int payload = payloadLength(chunk);
        if (payload > MAX_PAYLOAD) {
            throw new IllegalArgumentException(payload + " bytes of payload");
        }
        if (CHUNK_HEADER + payload > out.remaining()) {
            return false;
        }
        out.u8(ChunkType.of(chunk)).u16(payload);
        writePayload(chunk, out);
        return true;
    }

    /** Writes a padding chunk with so many bytes of payload, which must fit (type 00, §2.3). */
    public static void padding(int payload, PacketWriter out) {
        out.u8(ChunkType.PADDING_00).u16(payload);
        for (int i = 0; i < payload; i++) {
            out.u8(0);
        }
    }

    /** Bytes of the whole acknowledgement in the given form. */
    public static long ackLength(Ack ack, AckForm form) {
        return CHUNK_HEADER + AckEncoder.payloadLength(ack, form);
    }

    /** Writes an acknowledgement; answers false, and writes nothing, when it does not fit. */
    public static boolean ack(Ack ack, AckForm form, PacketWriter out) {
        return AckEncoder.write(ack, form, out);
    }

    /**
     * Writes an acknowledgement as ranges, leaving out the last ones that do not fit; answers
     * false, and writes nothing, when not even its numbers fit. Only for one that exceeds a packet
     * alone.
     */
    // RFC 7016 §3.6.3.4.2
    public static boolean ackTruncated(Ack ack, PacketWriter out) {
        return AckEncoder.writeTruncated(ack, out);
    }

    /**
     * Bytes that a fragment takes in this packet besides its data: subtract from {@link
     * PacketWriter#remaining()} to learn how much data fits.
     */
    public int userDataOverhead(
            PacketWriter out, long flowId, long sequence, long forward, List<Option> options) {
        int overhead = CHUNK_HEADER + 1 + (options.isEmpty() ? 0 : Options.listLength(options));
        return follows(out, flowId, sequence, forward)
                ? overhead
                : overhead + numbersLength(flowId, sequence, forward);
    }

    /**
     * Writes a fragment: {@code length} bytes of {@code message} from {@code from} on. The caller
     * made sure that it fits.
     *
     * @param forward the forward sequence number, below {@code sequence}, or equal when {@code
     *     abandon}
     * @param options empty for none, which clears the options flag
     */
    // RFC 7016 §3.6.2.3.2
    public void userData(
            PacketWriter out,
            long flowId,
            long sequence,
            long forward,
            FragmentControl fragment,
            boolean abandon,
            boolean last,
            List<Option> options,
            Message message,
            int from,
            int length) {
        boolean next = follows(out, flowId, sequence, forward);
        int payload =
                userDataOverhead(out, flowId, sequence, forward, options) - CHUNK_HEADER + length;
        out.u8(next ? ChunkType.NEXT_USER_DATA : ChunkType.USER_DATA).u16(payload);
        out.u8(flags(fragment, abandon, last, !options.isEmpty()));
        if (!next) {
            out.vlu(flowId).vlu(sequence).vlu(sequence - forward);
        }
        if (!options.isEmpty()) {
            Options.writeList(options, out);
        }
        out.message(message, from, length);
        remember(out, flowId, sequence, forward);
    }

    private void remember(PacketWriter out, long flowId, long sequence, long forward) {
        lastWriter = out;
        lastPacket = out.packets();
        lastPosition = out.position();
        lastFlow = flowId;
        lastSequence = sequence;
        lastForward = forward;
    }

    /** Whether a Next User Data chunk would say these numbers, right behind the last one. */
    private boolean follows(PacketWriter out, long flowId, long sequence, long forward) {
        return out == lastWriter
                && out.packets() == lastPacket
                && out.position() == lastPosition
                && flowId == lastFlow
                && sequence == lastSequence + 1
                && forward == lastForward;
    }

    private static int flags(
            FragmentControl fragment, boolean abandon, boolean last, boolean options) {
        return (options ? UserDataDecoder.FLAG_OPTIONS : 0)
                | fragment.ordinal() << UserDataDecoder.FRAGMENT_SHIFT
                | (abandon ? UserDataDecoder.FLAG_ABANDON : 0)
                | (last ? UserDataDecoder.FLAG_FINAL : 0);
    }

    private static int numbersLength(long flowId, long sequence, long forward) {
        return Vlu.length(flowId) + Vlu.length(sequence) + Vlu.length(sequence - forward);
    }

    private static int payloadLength(Chunk chunk) {
        return switch (chunk) {
            case IHello c -> vluBytes(c.endpointDiscriminator()) + c.tag().length;
            case FIHello c ->
                    vluBytes(c.endpointDiscriminator())
                            + Addresses.length(c.replyAddress())
                            + c.tag().length;
            case RHello c -> vluBytes(c.tagEcho()) + vluBytes(c.cookie()) + c.certificate().length;
            case Redirect c ->
                    vluBytes(c.tagEcho())
                            + c.addresses().stream().mapToInt(Addresses::length).sum();
            case CookieChange c -> vluBytes(c.oldCookie()) + c.newCookie().length;
            case IIKeying c ->
                    4
                            + vluBytes(c.cookieEcho())
                            + vluBytes(c.certificate())
                            + vluBytes(c.keyingComponent())
                            + c.signature().length;
            case RIKeying c -> 4 + vluBytes(c.keyingComponent()) + c.signature().length;
            case Ping c -> c.message().length;
            case PingReply c -> c.messageEcho().length;
            case UserData c -> userDataLength(c);
            case Ack c -> (int) AckEncoder.payloadLength(c, AckForm.RANGES);
            case BufferProbe c -> Vlu.length(c.flowId());
            case FlowExceptionReport c -> Vlu.length(c.flowId()) + Vlu.length(c.code());
            case SessionClose c -> 0;
            case SessionCloseAck c -> 0;
            case PacketFragment c ->
                    1 + Vlu.length(c.packetId()) + Vlu.length(c.fragmentNumber()) + c.data().length;
        };
    }

    private static int userDataLength(UserData c) {
        return 1
                + numbersLength(c.flowId(), c.sequenceNumber(), c.forwardSequenceNumber())
                + (c.options().isEmpty() ? 0 : Options.listLength(c.options()))
                + c.data().length;
    }

    private static int vluBytes(byte[] bytes) {
        return Vlu.length(bytes.length) + bytes.length;
    }

    private static void writePayload(Chunk chunk, PacketWriter out) {
        switch (chunk) {
            case IHello c -> out.vluBytes(c.endpointDiscriminator()).bytes(c.tag());
            case FIHello c -> {
                out.vluBytes(c.endpointDiscriminator());
                Addresses.write(c.replyAddress(), out);
                out.bytes(c.tag());
            }
            case RHello c -> out.vluBytes(c.tagEcho()).vluBytes(c.cookie()).bytes(c.certificate());
            case Redirect c -> {
                out.vluBytes(c.tagEcho());
                c.addresses().forEach(address -> Addresses.write(address, out));
            }
            case CookieChange c -> out.vluBytes(c.oldCookie()).bytes(c.newCookie());
            case IIKeying c ->
                    out.u32(c.initiatorSessionId())
                            .vluBytes(c.cookieEcho())
                            .vluBytes(c.certificate())
                            .vluBytes(c.keyingComponent())
                            .bytes(c.signature());
            case RIKeying c ->
                    out.u32(c.responderSessionId())
                            .vluBytes(c.keyingComponent())
                            .bytes(c.signature());
            case Ping c -> out.bytes(c.message());
            case PingReply c -> out.bytes(c.messageEcho());
            case UserData c -> writeUserData(c, out);
            case Ack c -> AckEncoder.writePayload(c, AckForm.RANGES, out);
            case BufferProbe c -> out.vlu(c.flowId());
            case FlowExceptionReport c -> out.vlu(c.flowId()).vlu(c.code());
            case SessionClose c -> {}
            case SessionCloseAck c -> {}
            case PacketFragment c ->
                    out.u8(c.more() ? 0x80 : 0)
                            .vlu(c.packetId())
                            .vlu(c.fragmentNumber())
                            .bytes(c.data());
        }
    }

    private static void writeUserData(UserData c, PacketWriter out) {
        out.u8(flags(c.fragment(), c.abandon(), c.last(), !c.options().isEmpty()));
        out.vlu(c.flowId()).vlu(c.sequenceNumber());
        out.vlu(c.sequenceNumber() - c.forwardSequenceNumber());
        if (!c.options().isEmpty()) {
            Options.writeList(c.options(), out);
        }
        out.bytes(c.data());
    }
}
