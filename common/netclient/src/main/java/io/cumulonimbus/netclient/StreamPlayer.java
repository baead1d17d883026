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

    /** Plays another name on the same stream; what happens is told by statuses. */
    public void play(String name, PlayOptions options) {
        hop.run(() -> stream.command("play", options.arguments(name)));
    }

    /**
     * Stops or goes on; {@code NetStream.Pause.Notify} or {@code NetStream.Unpause.Notify} follows.
     *
     * @param seconds our own time: a recording goes on behind it; 0 goes on with what was not sent
     */
    public void pause(boolean on, double seconds) {
        List<AmfValue> arguments = List.of(AmfValue.of(on), AmfValue.of(seconds * 1000));
        hop.run(() -> stream.command("pause", arguments));
    }

    /** Goes to the key frame before another time; {@code NetStream.Seek.Notify} follows. */
    public void seek(double seconds) {
        hop.run(() -> stream.command("seek", List.of(AmfValue.of(seconds * 1000))));
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
