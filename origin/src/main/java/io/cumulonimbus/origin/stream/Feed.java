package io.cumulonimbus.origin.stream;

import io.cumulonimbus.stream.Had;

/** Where the media of a stream comes in, seen from the hub. */
interface Feed {
    /** Sends it to one more loop. */
    void attach(WatchedStreamProxy viewers);

    /** Sends it there no more. */
    void detach(WatchedStreamProxy viewers);

    /** How far it came; to the end when it is over. Any thread. */
    Had had();

    /** The last group of pictures that came, breaks included; 0 before any. Any thread. */
    long group();
}
