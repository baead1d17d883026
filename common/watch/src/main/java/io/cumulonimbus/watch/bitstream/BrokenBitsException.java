package io.cumulonimbus.watch.bitstream;

/** Bits end too early, or say what cannot be. Has no stack trace: anybody can cause it. */
final class BrokenBitsException extends Exception {
    private static final long serialVersionUID = 1;

    BrokenBitsException(String what) {
        super(what, null, false, false);
    }
}
