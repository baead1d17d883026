package io.cumulonimbus.origin.app;

import io.cumulonimbus.amf.AmfValue;

/** What came of a call. */
public sealed interface CallAnswer {
    /** {@code _result} with this value; null when the method returned nothing. */
    record Result(AmfValue value) implements CallAnswer {}

    /**
     * {@code _error}, NetConnection.Call.Failed.
     *
     * @param description shown to the client as it is
     */
    record Failed(String description) implements CallAnswer {}
}
