package io.cumulonimbus.origin.app;

import io.cumulonimbus.rtmp.message.SharedObjectEvent;

/** A shared object in which an application takes part as clients do. On the realm's loop. */
public interface AppObject {
    /**
     * Says something about it. What is handed in belongs to the object.
     *
     * @return false when too much is under way; nothing was said then
     * @throws io.cumulonimbus.amf.UnencodableAmfException when a value cannot be shared
     */
    boolean say(SharedObjectEvent event);

    /** Takes part no longer; harmless when repeated. */
    void close();
}
