package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;

/** Hears how an attempt to open a session ended: exactly one of the two, once. */
public interface OpeningListener {
    /** The session is open; answers who handles it. */
    ClientHandler onOpened(Client client);

    /** There is no session. */
    void onFailed(OpenFailure reason);
}
