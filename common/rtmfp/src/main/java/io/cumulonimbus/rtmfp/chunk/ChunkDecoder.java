package io.cumulonimbus.rtmfp.chunk;

import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Addresses;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.PacketReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts the plain packet behind its header into chunks (RFC 7016 §2.3). Padding and unknown types
 * are passed over; a malformed chunk is passed over by itself, and counted.
 *
 * <p>Reusable, not thread-safe and not reentrant. The packet is copied from, never kept.
 */
public final class ChunkDecoder {
    /** Addresses of one Redirect beyond this many are ignored. */
    public static final int MAX_ADDRESSES = 64;

    private static final int CHUNK_HEADER = 3;

    private final PacketReader packet = new PacketReader();
    private final PacketReader payload = new PacketReader();
    private final UserDataDecoder userData = new UserDataDecoder();
    private long malformed;
    private long unknown;

    /** Hands every chunk of {@code length} bytes to {@code chunks}, in order. */
    public void decode(byte[] plain, int offset, int length, Consumer<Chunk> chunks) {
        packet.reset(plain, offset, length);
        userData.begin();
        int at = offset;
        int end = offset + length;
        // RFC 7016 §2.2.4: what is too short for a chunk, or for its length, is padding.
        while (end - at >= CHUNK_HEADER) {
            int type = plain[at] & 0xff;
            int size = (plain[at + 1] & 0xff) << 8 | plain[at + 2] & 0xff;
            if (size > end - at - CHUNK_HEADER) {
                return;
            }
            if (type != ChunkType.PADDING_00 && type != ChunkType.PADDING_FF) {
                payload.reset(plain, at + CHUNK_HEADER, size);
                one(type, chunks);
            }
            at += CHUNK_HEADER + size;
        }
    }

    /** Chunks that were passed over because they were malformed. */
    public long malformed() {
        return malformed;
    }

    /** Chunks that were passed over because nobody knows their type. */
    public long unknown() {
        return unknown;
    }

    private void one(int type, Consumer<Chunk> chunks) {
        Chunk chunk;
        try {
            chunk = parse(type, payload);
        } catch (MalformedPacketException bad) {
            malformed++;
            return;
        }
        if (chunk == null) {
            unknown++;
            return;
        }
        chunks.accept(chunk);
    }

    /** The chunk, or null for an unknown type. */
    private Chunk parse(int type, PacketReader in) throws MalformedPacketException {
        return switch (type) {
            case ChunkType.USER_DATA -> userData.userData(in);
            case ChunkType.NEXT_USER_DATA -> userData.nextUserData(in);
            case ChunkType.ACK_RANGES -> AckDecoder.ranges(in);
            case ChunkType.ACK_BITMAP -> AckDecoder.bitmap(in);
            case ChunkType.PING -> new Ping(in.rest());
            case ChunkType.PING_REPLY -> new PingReply(in.rest());
            case ChunkType.BUFFER_PROBE -> new BufferProbe(in.vlu());
            case ChunkType.FLOW_EXCEPTION_REPORT -> new FlowExceptionReport(in.vlu(), in.vlu());
            case ChunkType.SESSION_CLOSE -> new SessionClose();
            case ChunkType.SESSION_CLOSE_ACK -> new SessionCloseAck();
            case ChunkType.IHELLO -> new IHello(in.vluBytes(), in.rest());
            case ChunkType.FIHELLO -> new FIHello(in.vluBytes(), Addresses.read(in), in.rest());
            case ChunkType.RHELLO -> new RHello(in.vluBytes(), in.vluBytes(), in.rest());
            case ChunkType.REDIRECT -> new Redirect(in.vluBytes(), addresses(in));
            case ChunkType.COOKIE_CHANGE -> new CookieChange(in.vluBytes(), in.rest());
            case ChunkType.IIKEYING -> iiKeying(in);
            case ChunkType.RIKEYING -> riKeying(in);
            case ChunkType.PACKET_FRAGMENT -> packetFragment(in);
            default -> null;
        };
    }

    // RFC 7016 §2.3.5
    private static List<Address> addresses(PacketReader in) throws MalformedPacketException {
        List<Address> addresses = new ArrayList<>();
        while (in.remaining() > 0 && addresses.size() < MAX_ADDRESSES) {
            addresses.add(Addresses.read(in));
        }
        return addresses;
    }

    // RFC 7016 §2.3.7
    private static IIKeying iiKeying(PacketReader in) throws MalformedPacketException {
        int start = in.position();
        int sessionId = in.u32();
        byte[] cookie = in.vluBytes();
        byte[] certificate = in.vluBytes();
        byte[] component = in.vluBytes();
        byte[] signed = in.since(start);
        return new IIKeying(sessionId, cookie, certificate, component, in.rest(), signed);
    }

    // RFC 7016 §2.3.8
    private static RIKeying riKeying(PacketReader in) throws MalformedPacketException {
        int start = in.position();
        int sessionId = in.u32();
        byte[] component = in.vluBytes();
        byte[] signed = in.since(start);
        return new RIKeying(sessionId, component, in.rest(), signed);
    }

    // RFC 7016 §2.3.1
    private static PacketFragment packetFragment(PacketReader in) throws MalformedPacketException {
        boolean more = (in.u8() & 0x80) != 0;
        long packetId = in.vlu();
        long number = in.vlu();
        if (in.remaining() == 0) {
            throw new MalformedPacketException("an empty packet fragment");
        }
        return new PacketFragment(more, packetId, number, in.rest());
    }
}
