package io.cumulonimbus.origin.app;

import io.cumulonimbus.amf.AmfObject;

/** Whether a client may connect. */
public sealed interface ConnectAnswer {
    /**
     * It may.
     *
     * @param extra fields to add to the information object of NetConnection.Connect.Success
     */
    record Accepted(AmfObject extra) implements ConnectAnswer {}

    /**
     * It may not: NetConnection.Connect.Rejected.
     *
     * @param description shown to the client as it is
     */
    record Rejected(String description) implements ConnectAnswer {}
}
