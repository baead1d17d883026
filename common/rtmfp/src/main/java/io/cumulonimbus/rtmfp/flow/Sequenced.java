package io.cumulonimbus.rtmfp.flow;

/** Something that has its place in a flow by a sequence number. */
interface Sequenced {
    /** The unsigned sequence number; never changes while in a {@link SequenceDeque}. */
    long sequenceNumber();
}
