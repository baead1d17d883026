package io.cumulonimbus.link.session;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.link.stream.StreamHub;
import io.cumulonimbus.link.stream.StreamLane;
import io.cumulonimbus.link.stream.StreamReceiver;
import io.cumulonimbus.stream.DropPolicy;
import io.cumulonimbus.stream.FanOut;
import io.cumulonimbus.stream.FarSubscription;
import io.cumulonimbus.stream.Ingress;
import io.cumulonimbus.stream.LastHop;
import io.cumulonimbus.stream.MediaFrame;
import io.cumulonimbus.stream.Subscription;
import io.cumulonimbus.stream.Viewer;
import io.cumulonimbus.testkit.RecordingHandler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A publisher at the origin of a link, an edge that fans out, and viewers behind it. */
final class Broadcast implements StreamHub {
    static final byte[] KEY = {0x17, 1, 0, 0, 0, 1};
    static final byte[] INTER = {0x27, 1, 0, 0, 0, 2};
    static final byte[] HEADER = {0x17, 0, 0, 0, 0, 3};
    static final byte[] AUDIO = {(byte) 0xaf, 1, 9};

    final LinkPair pair;
    final Map<String, StreamLane> lanes = new HashMap<>();
    final List<String> ended = new ArrayList<>();
    private final Map<String, Pulled> pulled = new HashMap<>();
    private Ingress ingress = new Ingress(7);
    private int time;

    Broadcast(long seed) {
        this(new LinkPair(seed));
    }

    Broadcast(LinkPair between) {
        pair = between;
        pair.settle();
        pair.edge.session.streams().handsOut(this);
        pair.origin
                .session
                .streams()
                .serves(
                        (stream, lane) -> {
                            lanes.put(stream, lane);
                            return () -> ended.add(stream);
                        });
    }

    /** What the edge pulls. */
    private final class Pulled implements StreamReceiver {
        final FanOut fanOut = new FanOut();
        long number;

        @Override
        public void prime(MediaFrame essential) {
            fanOut.prime(List.of(essential), pair.clock.nowNs());
        }

        @Override
        public void frame(MediaFrame frame) {
            fanOut.accept(frame, pair.clock.nowNs());
        }

        @Override
        public void over(long publication) {
            fanOut.ended(publication);
        }
    }

    @Override
    public void watch(String stream, Subscription viewer) {
        Pulled here = pulled.get(stream);
        if (here == null) {
            here = new Pulled();
            pulled.put(stream, here);
            here.number = pair.edge.session.streams().pull(stream, here);
        }
        here.fanOut.add(viewer, pair.clock.nowNs());
    }

    @Override
    public void unwatch(String stream, Subscription viewer) {
        Pulled here = pulled.get(stream);
        here.fanOut.remove(viewer);
        if (here.fanOut.isEmpty()) {
            pulled.remove(stream);
            pair.edge.session.streams().release(here.number);
        }
    }

    /** One client behind the edge, who may watch. */
    final class Spectator {
        final LinkPair.Carried client = pair.connect();
        final MessageSink data = open('d', Priority.DATA);
        final MessageSink audio = open('a', Priority.AUDIO);
        final MessageSink video = open('v', Priority.VIDEO);
        FarSubscription subscription;

        private MessageSink open(char name, Priority priority) {
            FlowSpec spec = new FlowSpec(new byte[] {(byte) name}, Optional.empty(), priority);
            return client.atOrigin.openFlow(spec, SinkListener.NONE);
        }

        Spectator watch(String stream) {
            Viewer viewer = new Viewer(data, audio, video, false, DropPolicy.BUFFERED);
            subscription = ((LastHop) client.atOrigin).subscribe(stream, viewer).orElseThrow();
            return this;
        }

        void say(String text) {
            data.write(Message.of(text.getBytes()), Deadline.NONE);
        }

        Optional<RecordingHandler.Flow> flow(char name) {
            return client.clientHandler.flows().stream()
                    .filter(flow -> flow.incoming().metadata()[0] == name)
                    .findFirst();
        }

        List<Message> got(char name) {
            return flow(name).map(RecordingHandler.Flow::messages).orElse(List.of());
        }

        /** The last byte of each video message, which says what it was. */
        List<Integer> pictures() {
            return got('v').stream().map(m -> m.byteAt(m.length() - 1)).toList();
        }
    }

    void video(byte[] body) {
        ingress.video(time += 40, Message.of(body), 0).ifPresent(this::send);
    }

    void audio() {
        send(ingress.audio(time, Message.of(AUDIO), 0));
    }

    void send(MediaFrame frame) {
        lanes.values().forEach(lane -> lane.frame(frame, pair.clock.nowNs()));
    }

    void republish() {
        lanes.values().forEach(lane -> lane.over(ingress.publication(), pair.clock.nowNs()));
        ingress = new Ingress(8);
    }

    /** A picture of that length and kind. */
    static byte[] large(byte[] body, int length) {
        byte[] large = Arrays.copyOf(body, length);
        large[length - 1] = body[body.length - 1];
        return large;
    }
}
