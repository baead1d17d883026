package io.cumulonimbus.net.rpc;

import io.cumulonimbus.flv.FlvReader;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.flv.MalformedFlvException;
import io.cumulonimbus.rtmp.chunkstream.ByteSink;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.watch.CallOutcome;
import io.cumulonimbus.watch.CallerStream;
import io.cumulonimbus.watch.FlvOutput;
import io.cumulonimbus.watch.Framing;
import io.cumulonimbus.watch.Invocation;
import io.cumulonimbus.watch.ScriptCaller;
import io.cumulonimbus.watch.json.ScriptCall;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a WebSocket publishes and plays: one stream each at most, in MonaServer's words. Data are
 * texts as calls are; audio and video are an FLV file, in binary messages. Owned by the loop.
 */
final class StreamTalk {
    private static final String PUBLISH = "__publish";
    private static final String PLAY = "__play";
    private static final String CLOSE_PUBLISH = "__closePublish";
    private static final String CLOSE_PLAY = "__closePlay";
    private static final Set<String> WORDS = Set.of(PUBLISH, PLAY, CLOSE_PUBLISH, CLOSE_PLAY);

    private static final int MOST_WAITING = 1 << 20;
    private static final int LONGEST_TAG = 1 << 20;
    private static final long MOST_SKIPPED = 1 << 16;
    private static final int LONGEST_NAME = 1024;

    private final ScriptCaller caller;
    private final Consumer<Invocation> said;
    private final ByteSink out;
    private Optional<CallerStream> published = Optional.empty();
    private Optional<CallerStream> played = Optional.empty();
    private FlvReader reader = new FlvReader(LONGEST_TAG);
    private long beganNs;

    /**
     * @param said takes what is to be said in texts
     * @param out takes frames of WebSocket with media in them
     */
    StreamTalk(ScriptCaller caller, Consumer<Invocation> said, ByteSink out) {
        this.caller = caller;
        this.said = said;
        this.out = out;
    }

    /** Whether a call is about streams rather than of a function. */
    static boolean isAbout(ScriptCall call) {
        return WORDS.contains(call.method());
    }

    /** Does what it says; the outcome comes now or later, once. */
    void run(ScriptCall call, long nowNs, Consumer<CallOutcome> outcome) {
        String name = call.firstText();
        boolean opens = call.method().equals(PUBLISH) || call.method().equals(PLAY);
        if (opens && (name.isEmpty() || name.length() > LONGEST_NAME)) {
            outcome.accept(new CallOutcome.Failed("The name of a stream is missing"));
            return;
        }
        switch (call.method()) {
            case PUBLISH -> {
                close(published);
                beganNs = nowNs;
                reader = new FlvReader(LONGEST_TAG);
                published = Optional.of(caller.publish(name, new Told(), outcome));
            }
            case PLAY -> {
                close(played);
                played = Optional.of(caller.play(name, new Told(), outcome));
            }
            case CLOSE_PUBLISH -> {
                close(published);
                outcome.accept(CallOutcome.DONE);
            }
            default -> {
                close(played);
                outcome.accept(CallOutcome.DONE);
            }
        }
    }

    private void close(Optional<CallerStream> stream) {
        stream.ifPresent(caller::close);
    }

    /** Whether lists are data of what is published. */
    boolean isPublishing() {
        return published.filter(CallerStream::isOn).isPresent();
    }

    /** Whether what is published is not taken as fast as it comes. */
    boolean isFull() {
        return published.filter(stream -> stream.waiting() > MOST_WAITING).isPresent();
    }

    /** Publishes data. */
    void send(ScriptCall call, long nowNs) {
        int timeMs = (int) ((nowNs - beganNs) / 1_000_000);
        published.ifPresent(to -> to.send(call.method(), call.arguments(), timeMs));
    }

    /** Publishes the next piece of a file; answers false when it cannot be one. */
    boolean send(byte[] piece) {
        if (!isPublishing()) {
            return false;
        }
        try {
            reader.feed(piece, this::send);
            return reader.skippedBytes() <= MOST_SKIPPED;
        } catch (MalformedFlvException broken) {
            return false;
        }
    }

    private void send(FlvTag tag) {
        TcMessage message = TcMessage.of(tag.type(), tag.timestamp(), tag.data());
        published.filter(to -> !tag.filtered()).ifPresent(to -> to.send(message));
    }

    /** What is heard of a stream. */
    private final class Told implements CallerStream.Listener {
        private final FlvOutput file = new FlvOutput(out, Framing.WEBSOCKET);
        private boolean begun;

        @Override
        public void onSaid(Invocation what) {
            said.accept(what);
        }

        @Override
        public void onMedia(TcMessage message) {
            if (!begun) {
                begun = true;
                file.begin(true, true);
            }
            file.media(message);
        }

        @Override
        public boolean hasRoom() {
            return out.room() > 0;
        }
    }
}
