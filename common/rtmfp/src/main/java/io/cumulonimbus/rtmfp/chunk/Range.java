package io.cumulonimbus.rtmfp.chunk;

/** Sequence numbers from {@code first} to {@code last}, both included, unsigned. */
public record Range(long first, long last) {}
