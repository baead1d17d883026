package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import java.util.List;
import java.util.Map;

/** Hears of a shared object, on its connection's loop. All methods do nothing unless overridden. */
public interface SharedObjectListener {
    /** Hears nothing. */
    SharedObjectListener NONE = new SharedObjectListener() {};

    /**
     * Something changed.
     *
     * @param events what the server said, in order
     * @param data the properties as they are now; a copy
     */
    default void onSync(List<SharedObjectEvent> events, Map<String, AmfValue> data) {}

    /** Somebody who takes part, maybe we, called a handler. */
    default void onMessage(String handler, List<AmfValue> arguments) {}

    /** The server refused something. */
    default void onStatus(SharedObjectEvent.Status status) {}
}
