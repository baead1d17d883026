package io.cumulonimbus.rtmfp.chunk;

import java.util.List;

/**
 * Data Acknowledgement, as a bitmap, 0x50 (RFC 7016 §2.3.13), or as ranges, 0x51 (§2.3.14).
 * Everything up to {@code cumulative} was received, and every range of {@code received}; ranges are
 * ascending, disjoint, and above {@code cumulative + 1}.
 */
public record Ack(long flowId, long bufferBlocks, long cumulative, List<Range> received)
        implements Chunk {}
