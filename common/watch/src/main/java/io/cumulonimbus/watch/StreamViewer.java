package io.cumulonimbus.watch;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.stream.FrameTap;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A client that watches one stream: connects to its application and plays it, as every other client
 * does, so that whoever stands on it sees nothing new; and hands on the media in one order.
 *
 * <p>Not thread-safe, never blocks, never logs. Its host calls {@link #flush} at the end of the
 * loop turn after {@code outputPending} ran and whenever there is room again, {@link #advance} at
 * the latest at the time it answered last, and ends its connection once it {@linkplain #isFinished
 * is finished}.
 */
public final class StreamViewer extends WebClient {
    private final long patienceNs;
    private StreamStart start = new StreamStart();
    private Optional<FrameTap> tap = Optional.empty();
    private Optional<MessageSink> controlSink = Optional.empty();
    private Optional<ViewerFlow> stream = Optional.empty();
    private Optional<WatchAnswer> answer = Optional.empty();
    private String description = "";
    private boolean started;
    private boolean inOrder;
    private boolean early;
    private boolean outlasts;
    private boolean away;
    private int tried;

    /**
     * @param patienceNs how long a stream that is allowed may be silent before there is none
     * @param outputPending called when there is something to flush, at most once until the next
     *     flush
     * @param random makes an id: unpredictable in production
     */
    public StreamViewer(
            WatchRequest request, long patienceNs, Runnable outputPending, RandomGenerator random) {
        super(request, outputPending, random);
        this.patienceNs = patienceNs;
    }

    /** Whole frames go there too, before the messages that are made of them; before the start. */
    public void gives(FrameTap taker) {
        tap = Optional.of(taker);
    }

    /**
     * It begins with what the server has since the last key frame, rather than with the next one;
     * before the start.
     */
    public StreamViewer early(boolean wanted) {
        early = wanted;
        return this;
    }

    /**
     * When nobody publishes the stream any more it stays for who publishes it next, until {@link
     * #giveUp}; before the start.
     */
    public void outlasts() {
        outlasts = true;
    }

    /** Connects; once, before anything else. */
    public void start(ClientAcceptor acceptor, long nowNs) {
        connect(acceptor, 0, nowNs);
    }

    /** Hands on as much as there is room for. */
    public void flush(MediaOutput out, long nowNs) {
        flushing();
        queue().stamp(nowNs);
        boolean moved = true;
        while (moved && !isFinished()) {
            moved = control().deliver() | stream.map(ViewerFlow::deliver).orElse(false);
            moved |= queue().nextOfConnection(message -> heard(ViewerTalk.of(message), nowNs));
            moved |= passMedia(out, nowNs);
            if (control().isRejected() || stream.filter(ViewerFlow::isRejected).isPresent()) {
                refuse(WatchAnswer.UNAVAILABLE, "");
            }
        }
        queue().stamp(nowNs);
        flushed();
    }

    private boolean passMedia(MediaOutput out, long nowNs) {
        Optional<TcMessage> next = isFinished() ? Optional.empty() : queue().peek(nowNs);
        if (next.isEmpty()) {
            return false;
        }
        ViewerTalk talk = ViewerTalk.of(next.get());
        if (talk instanceof ViewerTalk.Other) {
            if (answer.isEmpty() && start.isSign(next.get())) {
                answer = Optional.of(WatchAnswer.WATCHING);
                waitsUntil(Long.MAX_VALUE);
            }
            if (answer.isPresent() && out.room() <= 0) {
                return false;
            }
            start.pass(next.get(), out, nowNs);
        }
        if (!isFinished()) {
            queue().take();
            heard(talk, nowNs);
        }
        return true;
    }

    private void heard(ViewerTalk talk, long nowNs) {
        switch (talk) {
            case ViewerTalk.Connected yes ->
                    control()
                            .say(
                                    Command.of("createStream", ViewerTalk.CREATE_STREAM)
                                            .toMessage(ObjectEncoding.AMF0));
            case ViewerTalk.Created created -> play(created.id());
            case ViewerTalk.Started yes -> {
                if (!started) {
                    started = true;
                    waitsUntil(nowNs + patienceNs / request().streamNames().size());
                }
            }
            case ViewerTalk.Published yes -> {
                if (away) {
                    away = false;
                    start = new StreamStart();
                }
                if (answer.isEmpty()) {
                    answer = Optional.of(WatchAnswer.WATCHING);
                    waitsUntil(Long.MAX_VALUE);
                }
            }
            case ViewerTalk.Over over -> {
                away = outlasts && !over.forGood() && answer.isPresent();
                if (answer.isPresent() && !away) {
                    giveUp();
                }
            }
            case ViewerTalk.Refused refused -> refuse(refused.answer(), refused.description());
            case ViewerTalk.Dismissed dismissed -> refuse(WatchAnswer.UNAVAILABLE, "");
            case ViewerTalk.Other other -> {}
        }
    }

    private void play(long id) {
        if (stream.isPresent() || handler().isEmpty()) {
            return;
        }
        ViewerFlow flow = new ViewerFlow(id, controlSink, this::wake);
        stream = Optional.of(flow);
        playNext(flow);
        flow.open(handler().get());
    }

    private void playNext(ViewerFlow flow) {
        String name = request().streamNames().get(tried++);
        flow.say(Command.of("play", 0, AmfValue.of(name)).toMessage(ObjectEncoding.AMF0));
    }

    /** Nobody publishes it under that name; answers whether it is looked for under another one. */
    private boolean playsAnother(long nowNs) {
        if (!started || stream.isEmpty() || tried >= request().streamNames().size()) {
            return false;
        }
        started = false;
        waitsUntil(nowNs + CONNECT_NS);
        playNext(stream.get());
        wake();
        return true;
    }

    private void refuse(WatchAnswer why, String words) {
        if (answer.isEmpty()) {
            answer = Optional.of(why);
            description = words;
        }
        finish(CloseReason.FAR_CLOSED);
    }

    @Override
    void overdue(long nowNs) {
        if (closing().isPresent()) {
            finish(closing().get());
        } else if (!playsAnother(nowNs)) {
            refuse(started ? WatchAnswer.NOT_FOUND : WatchAnswer.UNAVAILABLE, "");
        }
    }

    /** What became of the wish; empty while it is not known. */
    public Optional<WatchAnswer> answer() {
        return answer;
    }

    /** The server's words to a refusal; may be empty. */
    public String description() {
        return description;
    }

    /** Whether somebody published the stream, and nobody does now. */
    public boolean isAway() {
        return away && !isFinished();
    }

    /** The stream is over: nobody is waited for. */
    public void giveUp() {
        inOrder = true;
        finish(CloseReason.FAR_CLOSED);
    }

    /** Whether it finished because the stream did. */
    public boolean isOver() {
        return inOrder;
    }

    @Override
    void ending() {
        answer = Optional.of(answer.orElse(WatchAnswer.UNAVAILABLE));
        stream.ifPresent(ViewerFlow::end);
    }

    @Override
    void ended() {}

    /** A flow whose metadata names no message stream takes nothing: a viewer knows no other. */
    @Override
    public MessageSink openFlow(FlowSpec spec, SinkListener listener) {
        Optional<FlowMetadata> metadata = FlowMetadata.parse(spec.metadata());
        boolean open = opens(metadata);
        boolean ofConnection = metadata.map(FlowMetadata::streamId).orElse(0L) == 0;
        ViewerSink sink =
                tap.isPresent() && !ofConnection
                        ? new TappedSink(queue(), listener, open, tap.get())
                        : new ViewerSink(ofConnection, queue(), listener, open);
        sink.early(early);
        if (open && ofConnection && controlSink.isEmpty()) {
            controlSink = Optional.of(sink);
        }
        return sink;
    }
}
