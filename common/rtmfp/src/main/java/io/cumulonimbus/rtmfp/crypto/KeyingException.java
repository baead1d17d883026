package io.cumulonimbus.rtmfp.crypto;

/**
 * A far end's certificate or keying component with which no session can be made; the chunk is
 * ignored. Carries no stack trace, because the far end decides how often it is made.
 */
public final class KeyingException extends Exception {
    private static final long serialVersionUID = 1L;

    KeyingException(String message) {
        super(message, null, false, false);
    }
}
