package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfValue;
import java.util.concurrent.CompletableFuture;

/** A peer's stream that we play; what arrives goes to the {@link StreamListener}. Any thread. */
public final class DirectPlayer {
    private final CallHop hop;
    private final DirectPlay play;

    DirectPlayer(CallHop hop, DirectPlay play) {
        this.hop = hop;
        this.play = play;
    }

    /** Turns the stream's sound on or off. */
    public void receiveAudio(boolean on) {
        hop.run(() -> play.command("receiveAudio", AmfValue.of(on)));
    }

    /** Turns the stream's pictures on or off. */
    public void receiveVideo(boolean on) {
        hop.run(() -> play.command("receiveVideo", AmfValue.of(on)));
    }

    /** Stops playing. */
    public CompletableFuture<Void> close() {
        return hop.ask(play::close);
    }
}
