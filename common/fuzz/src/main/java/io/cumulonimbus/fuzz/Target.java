package io.cumulonimbus.fuzz;

import java.util.random.RandomGenerator;

/** Something that takes bytes from anybody: a parser, or a whole endpoint. */
public interface Target {
    /** Its name on the command line. */
    String name();

    /** An input that is nearly right, made from valid ones. */
    byte[] input(RandomGenerator random);

    /** Takes an input; whatever it throws is a failure. Called by one thread at a time. */
    void run(byte[] input);

    /** How many cases it gets beside the others; the slow ones fewer. */
    default int weight() {
        return 100;
    }

    /** Bytes that it may allocate for any input, however short. */
    default long allocation() {
        return 64 << 10;
    }

    /** Bytes that it may allocate for each byte of input. */
    default long allocationPerByte() {
        return 256;
    }
}
