package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.rtmp.message.UserControl;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A stream that we play; what arrives goes to the {@link StreamListener}. */
public final class StreamPlayer {
    private final CallHop hop;
    private final Connection connection;
    private final Stream stream;

    StreamPlayer(CallHop hop, Connection connection, Stream stream) {
        this.hop = hop;
        this.connection = connection;
        this.stream = stream;
    }

    /** Turns the stream's sound on or off. */
    public void receiveAudio(boolean on) {
        hop.run(() -> stream.command("receiveAudio", List.of(AmfValue.of(on))));
    }

    /** Turns the stream's pictures on or off. */
    public void receiveVideo(boolean on) {
        hop.run(() -> stream.command("receiveVideo", List.of(AmfValue.of(on))));
    }

    /** Tells the server how much we buffer, in milliseconds. */
    public void setBufferTime(int millis) {
        hop.run(
                () ->
                        connection.writeControl(
                                new UserControl.SetBufferLength(stream.id(), millis).toMessage()));
    }

    /** Stops playing; done when the server confirmed or did not within a second. */
    public CompletableFuture<Void> close() {
        return hop.ask(stream::close);
    }
}
