package io.cumulonimbus.origin.viewer;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmfp.world.World;
import io.cumulonimbus.testkit.SimWorld;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A player that notes how old everything was when it came and whether it could be decoded, and that
 * asks something every half second.
 */
final class Audience implements ClientHandler, SimWorld.Host {
    private static final long QUESTION_NS = 500_000_000;
    private static final int TYPE_AND_TIME = 5;

    final List<Long> videoAges = new ArrayList<>();
    final List<Long> audioAges = new ArrayList<>();
    final List<Long> answerTimes = new ArrayList<>();
    final List<Integer> undecodable = new ArrayList<>();
    private final List<IncomingFlow> media = new ArrayList<>();
    private final World world;
    private MessageSink questions;
    private int lastVideo = -1;
    private int asked;
    private long nextQuestionNs;

    Audience(World world) {
        this.world = world;
    }

    ClientHandler take(Client client) {
        FlowSpec spec = new FlowSpec(new byte[] {'Q'}, Optional.empty(), Priority.COMMAND);
        questions = client.openFlow(spec, SinkListener.NONE);
        nextQuestionNs = world.nowNs();
        return this;
    }

    int asked() {
        return asked;
    }

    @Override
    public long turn(long nowNs) {
        if (nextQuestionNs > nowNs) {
            return nextQuestionNs;
        }
        nextQuestionNs += QUESTION_NS;
        asked++;
        Message question = Message.of(ByteBuffer.allocate(8).putLong(nowNs).array());
        questions.write(question, Deadline.NONE);
        return nowNs;
    }

    /** Takes no more media, or goes on. */
    void suspend(boolean suspended) {
        media.forEach(flow -> flow.suspend(suspended));
    }

    @Override
    public Optional<FlowHandler> onFlow(IncomingFlow flow) {
        byte name = flow.metadata()[0];
        if (name == 'A' || name == 'V') {
            media.add(flow);
        }
        return Optional.of(
                new FlowHandler() {
                    @Override
                    public void onMessage(Message message, long lostBefore) {
                        ByteBuffer bytes = ByteBuffer.wrap(message.toBytes());
                        switch (name) {
                            case 'C' -> answerTimes.add(sinceMs(bytes.getLong()));
                            case 'A' -> audio(bytes.position(TYPE_AND_TIME));
                            case 'V' -> video(bytes.position(TYPE_AND_TIME));
                            default -> {}
                        }
                    }

                    @Override
                    public void onClosed() {}
                });
    }

    private void audio(ByteBuffer body) {
        body.position(body.position() + Camera.HEAD + Integer.BYTES);
        audioAges.add(sinceMs(body.getLong()));
    }

    private void video(ByteBuffer body) {
        boolean key = body.get() == 0x17;
        body.get();
        int number = body.getInt();
        if (!key && number != lastVideo + 1) {
            undecodable.add(number);
        }
        lastVideo = number;
        videoAges.add(sinceMs(body.getLong()));
    }

    private long sinceMs(long ns) {
        return (world.nowNs() - ns) / 1_000_000;
    }

    @Override
    public void onClosed(CloseReason reason) {}

    static long oldest(List<Long> ages) {
        return ages.stream().mapToLong(Long::longValue).max().orElse(-1);
    }
}
