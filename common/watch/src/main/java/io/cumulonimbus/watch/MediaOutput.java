package io.cumulonimbus.watch;

import io.cumulonimbus.rtmp.tc.TcMessage;

/** Where a viewer's media goes, in the order in which it is to be played. */
public interface MediaOutput {
    /** How many bytes are welcome now; 0 or less for none. A message is taken whole. */
    int room();

    /**
     * What the stream is known to hold; called once, before the first message.
     *
     * @param audio whether it may have any
     * @param video whether it may have any
     */
    void begin(boolean audio, boolean video);

    /** Takes audio, video (bodies of FLV tags), or data in AMF0. */
    void media(TcMessage message);
}
