package io.cumulonimbus.netclient;

import java.util.concurrent.CompletableFuture;

/** A stream that we play; what arrives goes to the {@link StreamListener}. */
public final class StreamPlayer {
    StreamPlayer() {}

    /** Turns the stream's sound on or off. */
    public void receiveAudio(boolean on) {
        throw new UnsupportedOperationException();
    }

    /** Turns the stream's pictures on or off. */
    public void receiveVideo(boolean on) {
        throw new UnsupportedOperationException();
    }

    /** Tells the server how much we buffer, in milliseconds. */
    public void setBufferTime(int millis) {
        throw new UnsupportedOperationException();
    }

    /** Stops playing; done when the server confirmed or did not within the timeout. */
    public CompletableFuture<Void> close() {
        throw new UnsupportedOperationException();
    }
}
