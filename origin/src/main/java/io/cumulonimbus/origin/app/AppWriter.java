package io.cumulonimbus.origin.app;

import io.cumulonimbus.amf.AmfValue;
import java.util.List;
import java.util.Map;

/**
 * Messages from an application to one client, on its NetConnection.
 *
 * <p>Called on the realm's loop; crosses to the client's loop, in order. Values handed in belong to
 * the writer. After the client is gone everything is silently dropped.
 */
public interface AppWriter {
    /** Calls {@code name} on the client's {@code NetConnection.client}; no answer is expected. */
    void invoke(String name, List<AmfValue> arguments);

    /**
     * Sends {@code onStatus} with an information object of level "status".
     *
     * @param code with its prefix, such as {@code NetConnection.Call.Done}
     * @param extra further fields of the information object, in order
     */
    void status(String code, String description, Map<String, AmfValue> extra);

    /**
     * Whether it said that it connects again when it is asked to by the status {@code
     * NetConnection.Connect.ReconnectRequest} (Enhanced RTMP v2, capsEx).
     */
    default boolean takesReconnect() {
        return false;
    }

    /** Disconnects the client once everything written was sent. */
    void close();

    /**
     * Whether what is written from now on is repeated until it is acknowledged. True at first; what
     * cannot be sent otherwise is always reliable.
     */
    default void reliable(boolean reliable) {}

    /**
     * A writer of the same client on a flow of its own: what it carries is not held up by, and not
     * in order with, anything else. Closing it leaves the client connected.
     */
    default AppWriter newFlow() {
        return this;
    }

    /**
     * Sends now what was written. Needed by nobody: everything leaves at the end of the event that
     * wrote it.
     */
    default void flush() {}
}
