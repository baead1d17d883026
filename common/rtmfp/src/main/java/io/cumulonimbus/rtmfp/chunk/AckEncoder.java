package io.cumulonimbus.rtmfp.chunk;

import io.cumulonimbus.rtmfp.packet.PacketWriter;
import io.cumulonimbus.rtmfp.packet.Vlu;
import java.util.List;

/** Writes both forms of acknowledgement (RFC 7016 §2.3.13, §2.3.14). */
final class AckEncoder {
    private AckEncoder() {}

    /** A long, because the bitmap of a far range is longer than any packet. */
    static long payloadLength(Ack ack, AckForm form) {
        return switch (form) {
            case RANGES -> rangesLength(ack);
            case BITMAP -> bitmapLength(ack);
            case SHORTER -> Math.min(rangesLength(ack), bitmapLength(ack));
        };
    }

    static boolean write(Ack ack, AckForm form, PacketWriter out) {
        long payload = payloadLength(ack, form);
        if (payload > Math.min(0xffff, out.remaining() - ChunkEncoder.CHUNK_HEADER)) {
            return false;
        }
        boolean bitmap = isBitmap(ack, form);
        out.u8(bitmap ? ChunkType.ACK_BITMAP : ChunkType.ACK_RANGES).u16((int) payload);
        writePayload(ack, form, out);
        return true;
    }

    static boolean writeTruncated(Ack ack, PacketWriter out) {
        int room = Math.min(0xffff, out.remaining() - ChunkEncoder.CHUNK_HEADER);
        int payload = numbersLength(ack);
        if (payload > room) {
            return false;
        }
        long cursor = ack.cumulative();
        int count = 0;
        for (Range range : ack.received()) {
            int pair = pairLength(cursor, range);
            if (payload + pair > room) {
                break;
            }
            payload += pair;
            cursor = range.last();
            count++;
        }
        out.u8(ChunkType.ACK_RANGES).u16(payload);
        writeRanges(ack, count, out);
        return true;
    }

    static void writePayload(Ack ack, AckForm form, PacketWriter out) {
        if (isBitmap(ack, form)) {
            writeBitmap(ack, out);
        } else {
            writeRanges(ack, ack.received().size(), out);
        }
    }

    private static boolean isBitmap(Ack ack, AckForm form) {
        return form == AckForm.BITMAP
                || form == AckForm.SHORTER && bitmapLength(ack) < rangesLength(ack);
    }

    private static int numbersLength(Ack ack) {
        return Vlu.length(ack.flowId())
                + Vlu.length(ack.bufferBlocks())
                + Vlu.length(ack.cumulative());
    }

    private static int rangesLength(Ack ack) {
        int length = numbersLength(ack);
        long cursor = ack.cumulative();
        List<Range> received = ack.received();
        for (int i = 0; i < received.size(); i++) {
            length += pairLength(cursor, received.get(i));
            cursor = received.get(i).last();
        }
        return length;
    }

    private static int pairLength(long cursor, Range range) {
        return Vlu.length(range.first() - cursor - 2) + Vlu.length(range.last() - range.first());
    }

    private static long bitmapLength(Ack ack) {
        List<Range> received = ack.received();
        if (received.isEmpty()) {
            return numbersLength(ack);
        }
        long lastBit = received.get(received.size() - 1).last() - ack.cumulative() - 2;
        return numbersLength(ack) + (lastBit >>> 3) + 1;
    }

    private static void writeRanges(Ack ack, int count, PacketWriter out) {
        out.vlu(ack.flowId()).vlu(ack.bufferBlocks()).vlu(ack.cumulative());
        long cursor = ack.cumulative();
        for (int i = 0; i < count; i++) {
            Range range = ack.received().get(i);
            out.vlu(range.first() - cursor - 2).vlu(range.last() - range.first());
            cursor = range.last();
        }
    }

    private static void writeBitmap(Ack ack, PacketWriter out) {
        out.vlu(ack.flowId()).vlu(ack.bufferBlocks()).vlu(ack.cumulative());
        long base = ack.cumulative() + 2;
        long octetStart = 0;
        int octet = 0;
        for (Range range : ack.received()) {
            for (long bit = range.first() - base; bit <= range.last() - base; bit++) {
                while (bit - octetStart >= 8) {
                    out.u8(octet);
                    octet = 0;
                    octetStart += 8;
                }
                octet |= 1 << (int) (bit - octetStart);
            }
        }
        if (!ack.received().isEmpty()) {
            out.u8(octet);
        }
    }
}
