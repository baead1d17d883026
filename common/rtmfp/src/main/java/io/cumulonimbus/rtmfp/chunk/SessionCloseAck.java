package io.cumulonimbus.rtmfp.chunk;

/** Session Close Acknowledgement, 0x4c (RFC 7016 §2.3.18). */
public record SessionCloseAck() implements Chunk {}
