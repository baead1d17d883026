package io.cumulonimbus.watch.json;

import java.io.IOException;

/** A value that contains itself, or more than one text is to hold. */
public final class UnwritableJsonException extends IOException {
    private static final long serialVersionUID = 1L;

    UnwritableJsonException(String message) {
        super(message);
    }
}
