package io.cumulonimbus.rtmfp.chunk;

/** Session Close Request, 0x0c (RFC 7016 §2.3.17). */
public record SessionClose() implements Chunk {}
