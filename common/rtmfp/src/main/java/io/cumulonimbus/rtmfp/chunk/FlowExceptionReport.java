package io.cumulonimbus.rtmfp.chunk;

/** Flow Exception Report, 0x5e (RFC 7016 §2.3.16): the receiver rejects the flow. */
public record FlowExceptionReport(long flowId, long code) implements Chunk {}
