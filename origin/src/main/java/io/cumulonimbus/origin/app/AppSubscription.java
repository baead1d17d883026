package io.cumulonimbus.origin.app;

/** A stream that an application watches. On the realm's loop. */
public interface AppSubscription {
    /** What hears of the stream; on the realm's loop. */
    interface Watcher {
        /** Somebody publishes it now. */
        void published();

        /** Nobody publishes it any more. */
        void unpublished();

        /** A message of it, as viewers get them: from a key frame on, headers in front. */
        void packet(MediaPacket packet);
    }

    /** Switches audio on or off. */
    void receiveAudio(boolean wanted);

    /** Switches video on or off; on again at the next key frame. */
    void receiveVideo(boolean wanted);

    /** Watches no longer; harmless when repeated. */
    void close();
}
