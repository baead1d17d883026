package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.CloseReason;
import java.util.List;

/** Hears of a connection, on its loop. All methods do nothing unless overridden. */
public interface ConnectionListener {
    /** Hears nothing. */
    ConnectionListener NONE = new ConnectionListener() {};

    /** {@code onStatus} on the connection itself. */
    default void onStatus(Status status) {}

    /** The server invoked a method of ours. */
    default void onInvoke(String method, List<AmfValue> arguments) {}

    /** The connection is over; all its streams were closed before. Called once, last. */
    default void onClosed(CloseReason reason) {}
}
