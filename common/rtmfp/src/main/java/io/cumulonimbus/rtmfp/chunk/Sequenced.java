package io.cumulonimbus.rtmfp.chunk;

/** Something that has its place in a flow by a sequence number. */
public interface Sequenced {
    /** The unsigned sequence number; never changes while it has that place. */
    long sequenceNumber();
}
