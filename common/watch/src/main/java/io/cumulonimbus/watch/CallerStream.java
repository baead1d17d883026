package io.cumulonimbus.watch;

import io.cumulonimbus.amf.AmfLimits;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.ExternalClasses;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.DataMessage;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A stream that a caller publishes or plays, from its wish to its end. Used as its caller is: by
 * one thread, never waiting.
 */
public final class CallerStream {
    private final Command wish;
    private final Listener listener;
    private final Consumer<CallOutcome> outcome;
    private final ViewerQueue queue;
    private final Runnable wake;
    private Optional<ViewerFlow> flow = Optional.empty();
    private State state = State.ASKED;
    private long id;

    /** How far it has come. */
    private enum State {
        ASKED,
        ON,
        OVER
    }

    /** Who hears of the stream once it is allowed. */
    public interface Listener {
        /** Somebody sent data through it, or the server says something of it: onStatus. */
        void onSaid(Invocation what);

        /** Audio or video. */
        void onMedia(TcMessage message);

        /** Whether there is room for that. */
        boolean hasRoom();
    }

    private CallerStream(
            Command wish, Listener listener, Consumer<CallOutcome> outcome, Runnable wake) {
        this.wish = wish;
        this.listener = listener;
        this.outcome = outcome;
        this.wake = wake;
        this.queue = new ViewerQueue(wake);
    }

    static CallerStream publishing(
            String name, Listener listener, Consumer<CallOutcome> outcome, Runnable wake) {
        Command wish = Command.of("publish", 0, AmfValue.of(name), AmfValue.of("live"));
        return new CallerStream(wish, listener, outcome, wake);
    }

    static CallerStream playing(
            String name, Listener listener, Consumer<CallOutcome> outcome, Runnable wake) {
        return new CallerStream(Command.of("play", 0, AmfValue.of(name)), listener, outcome, wake);
    }

    /** Whether it is allowed, and not over yet. */
    public boolean isOn() {
        return state == State.ON;
    }

    /** Whether nothing comes of it any more. */
    public boolean isOver() {
        return state == State.OVER;
    }

    /** Bytes that were published and are not taken yet. */
    public long waiting() {
        return flow.map(ViewerFlow::waiting).orElse(0L);
    }

    /** Publishes data; nothing happens unless it is {@linkplain #isOn on}. */
    public void send(String handler, List<AmfValue> values, int timeMs) {
        DataMessage data = DataMessage.of(handler, values.toArray(AmfValue[]::new));
        send(data.toMessage(ObjectEncoding.AMF3, timeMs));
    }

    /** Publishes audio, video, or data in AMF0; the same. */
    public void send(TcMessage message) {
        if (isOn()) {
            flow.ifPresent(to -> to.say(message));
        }
    }

    /** There is a stream for it. */
    void begin(long streamId, Optional<MessageSink> answers, ClientHandler handler) {
        id = streamId;
        ViewerFlow opened = new ViewerFlow(id, answers, wake);
        flow = Optional.of(opened);
        opened.say(wish.toMessage(ObjectEncoding.AMF0));
        opened.open(handler);
    }

    /** There is none. */
    void fail(CallOutcome why) {
        if (state == State.ASKED) {
            state = State.OVER;
            outcome.accept(why);
        }
    }

    /** Of the server's; 0 while there is none. */
    long id() {
        return id;
    }

    MessageSink sink(SinkListener drained) {
        return new ViewerSink(false, queue, drained, state != State.OVER);
    }

    /** Hands over one message each way; answers whether there was any. */
    boolean step(long nowNs) {
        queue.stamp(nowNs);
        boolean moved = flow.map(ViewerFlow::deliver).orElse(false);
        if (flow.filter(ViewerFlow::isRejected).isPresent()) {
            refuse("Not taken");
        }
        Optional<TcMessage> next =
                state == State.OVER || !listener.hasRoom() ? Optional.empty() : queue.peek(nowNs);
        if (next.isEmpty()) {
            return moved;
        }
        queue.take();
        hear(next.get());
        return true;
    }

    private void hear(TcMessage message) {
        try {
            if (MessageType.isCommand(message.type())) {
                Command said = Command.decode(message, AmfLimits.DEFAULT, ExternalClasses.FLEX);
                if (said.name().equals("onStatus")) {
                    status(said.argument(0));
                } else if (said.name().equals("close")) {
                    refuse("The stream was closed");
                }
            } else if (isOn() && MessageType.isData(message.type())) {
                DataMessage data = DataMessage.decode(message);
                listener.onSaid(new Invocation(data.handler(), data.values()));
            } else if (isOn() && isMedia(message)) {
                listener.onMedia(message);
            }
        } catch (MalformedAmfException unreadable) {
            return; // what cannot be read cannot be said here
        }
    }

    private static boolean isMedia(TcMessage message) {
        return message.type() == MessageType.AUDIO || message.type() == MessageType.VIDEO;
    }

    private void status(AmfValue info) {
        String code = text(info, "code");
        if (state == State.ON) {
            listener.onSaid(new Invocation("onStatus", List.of(info)));
        } else if (text(info, "level").equals("error")
                || code.endsWith(".Failed")
                || code.endsWith(".BadName")
                || code.endsWith(".StreamNotFound")) {
            refuse(text(info, "description"));
        } else if (code.endsWith(".Start")) {
            state = State.ON;
            outcome.accept(CallOutcome.DONE);
        }
    }

    private static String text(AmfValue info, String name) {
        return info instanceof AmfObject object ? object.get(name).asText().orElse("") : "";
    }

    private void refuse(String why) {
        boolean asked = state == State.ASKED;
        state = State.OVER;
        if (asked) {
            outcome.accept(new CallOutcome.Failed(why));
        }
        wake.run();
    }

    /** Ends it; whoever waits for an answer has one. */
    void end() {
        refuse("The stream was closed");
        queue.end();
        flow.ifPresent(ViewerFlow::end);
    }
}
