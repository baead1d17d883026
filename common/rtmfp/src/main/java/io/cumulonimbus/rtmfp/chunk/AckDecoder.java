package io.cumulonimbus.rtmfp.chunk;

import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.PacketReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads both forms of acknowledgement (RFC 7016 §2.3.13, §2.3.14) in time that depends on their
 * length only, never on the numbers in them.
 */
final class AckDecoder {
    /** Ranges beyond this many are ignored; a 1500-byte packet holds 750. */
    static final int MAX_RANGES = 1024;

    private AckDecoder() {}

    // RFC 7016 §2.3.14
    static Ack ranges(PacketReader in) throws MalformedPacketException {
        long flowId = in.vlu();
        long blocks = in.vlu();
        long cumulative = in.vlu();
        if (in.remaining() == 0) {
            return new Ack(flowId, blocks, cumulative, List.of());
        }
        List<Range> received = new ArrayList<>();
        long cursor = cumulative;
        while (in.remaining() > 0 && received.size() < MAX_RANGES) {
            long holes;
            long run;
            try {
                holes = in.vlu();
                run = in.vlu();
            } catch (MalformedPacketException cut) {
                // §2.3.14: a damaged last range does not spoil those before it.
                break;
            }
            long first = cursor + 2 + holes;
            long last = first + run;
            if (wraps(cursor, 2, holes) || Long.compareUnsigned(last, first) < 0) {
                break;
            }
            received.add(new Range(first, last));
            cursor = last;
        }
        return new Ack(flowId, blocks, cumulative, received);
    }

    // RFC 7016 §2.3.13
    static Ack bitmap(PacketReader in) throws MalformedPacketException {
        long flowId = in.vlu();
        long blocks = in.vlu();
        long cumulative = in.vlu();
        if (in.remaining() == 0) {
            return new Ack(flowId, blocks, cumulative, List.of());
        }
        List<Range> received = new ArrayList<>();
        long bits = 8L * in.remaining();
        if (!wraps(cumulative, 2, bits)) {
            collect(in, cumulative + 2, received);
        }
        return new Ack(flowId, blocks, cumulative, received);
    }

    /** Runs of set bits, least significant first; the first bit stands for {@code number}. */
    private static void collect(PacketReader in, long number, List<Range> received)
            throws MalformedPacketException {
        long next = number;
        long runStart = 0;
        boolean inRun = false;
        while (in.remaining() > 0) {
            int octet = in.u8();
            for (int bit = 0; bit < 8; bit++, next++) {
                boolean set = (octet >>> bit & 1) != 0;
                if (set && !inRun) {
                    runStart = next;
                } else if (!set && inRun) {
                    received.add(new Range(runStart, next - 1));
                    if (received.size() == MAX_RANGES) {
                        return;
                    }
                }
                inRun = set;
            }
        }
        if (inRun) {
            received.add(new Range(runStart, next - 1));
        }
    }

    /** Whether the unsigned sum of the three needs more than 64 bits. */
    private static boolean wraps(long number, long small, long more) {
        long once = number + small;
        return Long.compareUnsigned(once, number) < 0
                || Long.compareUnsigned(once + more, once) < 0;
    }
}
