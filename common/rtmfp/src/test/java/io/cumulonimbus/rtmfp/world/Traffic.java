package io.cumulonimbus.rtmfp.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.testkit.RecordingHandler;
import io.cumulonimbus.testkit.RecordingListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** One flow of a client with known messages, and whether they arrived as they should. */
public final class Traffic {
    private final RecordingListener heard = new RecordingListener();
    private final List<Message> written = new ArrayList<>();
    private final byte[] metadata;
    private final MessageSink sink;

    /** Opens a flow; {@code number} tells it from the client's others. */
    public Traffic(Client client, int number, Priority priority) {
        metadata = new byte[] {0, 'T', 'C', 6, (byte) number, (byte) (number >> 8)};
        sink = client.openFlow(new FlowSpec(metadata, Optional.empty(), priority), heard);
    }

    public MessageSink sink() {
        return sink;
    }

    public RecordingListener heard() {
        return heard;
    }

    public List<Message> written() {
        return written;
    }

    public long writtenBytes() {
        return written.stream().mapToLong(Message::length).sum();
    }

    /** Writes a message of so many random bytes. */
    public Message write(int length, RandomGenerator random, Deadline deadline) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        Message message = Message.of(bytes);
        assertThat(sink.write(message, deadline)).isTrue();
        written.add(message);
        return message;
    }

    public Message write(int length, RandomGenerator random) {
        return write(length, random, Deadline.NONE);
    }

    /** The flow at the other end. */
    public Optional<RecordingHandler.Flow> at(RecordingHandler receiver) {
        return receiver.flows().stream()
                .filter(flow -> Arrays.equals(flow.incoming().metadata(), metadata))
                .findFirst();
    }

    /** Whether everything arrived and was acknowledged. */
    public boolean isDone(RecordingHandler receiver) {
        return sink.queuedBytes() == 0
                && heard.drained() == writtenBytes()
                && at(receiver).map(flow -> flow.messages().size()).orElse(0) >= written.size();
    }

    /** Every message arrived once, in order, unchanged. */
    public void verifyComplete(RecordingHandler receiver) {
        RecordingHandler.Flow flow = at(receiver).orElseThrow();
        assertThat(flow.messages()).isEqualTo(written);
        assertThat(flow.lost()).isZero();
        assertThat(heard.drained()).isEqualTo(writtenBytes());
        assertThat(sink.queuedBytes()).isZero();
    }
}
