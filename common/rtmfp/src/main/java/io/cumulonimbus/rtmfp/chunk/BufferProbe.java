package io.cumulonimbus.rtmfp.chunk;

/** Buffer Probe, 0x18 (RFC 7016 §2.3.15): asks for an acknowledgement of the flow. */
public record BufferProbe(long flowId) implements Chunk {}
