package io.cumulonimbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Client} owes to those who stand on it, whatever carries it; each implementation
 * runs these same tests. Those that are protected ask for what not every protocol has a word for;
 * where it has none, another test takes the place and says what happens instead.
 */
public abstract class ClientContract {
    /** A connection under test, both ends in the test's hands. */
    public interface Connection {
        /** Our end: the implementation under test. */
        Client near();

        /** The client's own end. */
        Client far();

        /** Runs until nothing moves any more (lingering timers may be left). */
        void settle();
    }

    /** Connects with these handlers at the two ends, and settles. */
    protected abstract Connection connect(ClientHandler near, ClientHandler far);

    protected final RecordingHandler nearHandler = new RecordingHandler();
    protected final RecordingHandler farHandler = new RecordingHandler();
    private final RecordingListener heard = new RecordingListener();
    protected Connection connection;

    @BeforeEach
    void open() {
        connection = connect(nearHandler, farHandler);
    }

    @AfterEach
    void rulesOfTheSeamWereKept() {
        nearHandler.verify();
        farHandler.verify();
    }

    /** A flow specification as of a NetStream; another where one has to look otherwise. */
    protected FlowSpec spec(int streamId) {
        return new FlowSpec(
                new byte[] {0, 'T', 'C', 6, (byte) streamId}, Optional.empty(), Priority.DATA);
    }

    /** What every message has to begin with; nothing, as a rule. */
    protected byte[] messageStart() {
        return new byte[0];
    }

    /** A message of {@code length} bytes that tells its number. */
    private Message numbered(int number, int length) {
        byte[] start = messageStart();
        byte[] bytes = Arrays.copyOf(start, Math.max(start.length, length));
        for (int i = start.length; i < length; i++) {
            bytes[i] = (byte) (number + i * 31);
        }
        return Message.of(bytes);
    }

    private static long bytes(List<Message> messages) {
        return messages.stream().mapToLong(Message::length).sum();
    }

    private List<Message> write(MessageSink sink, int... lengths) {
        List<Message> written = new ArrayList<>();
        for (int length : lengths) {
            Message message = numbered(written.size(), length);
            assertThat(sink.write(message, Deadline.NONE)).isTrue();
            written.add(message);
        }
        return written;
    }

    private void passesInOrder(Client from, RecordingHandler to) {
        MessageSink sink = from.openFlow(spec(1), heard);
        List<Message> written = write(sink, 1, 0, 1200, 16_384, 3, 65_536, 300_000, 7);
        connection.settle();
        assertThat(to.flows()).hasSize(1);
        assertThat(to.flows().get(0).incoming().metadata()).isEqualTo(spec(1).metadata());
        assertThat(to.flows().get(0).messages()).isEqualTo(written);
        assertThat(to.flows().get(0).lost()).isZero();
    }

    @Test
    void messagesPassToTheClientInOrder() {
        passesInOrder(connection.near(), farHandler);
    }

    @Test
    void messagesPassFromTheClientInOrder() {
        passesInOrder(connection.far(), nearHandler);
    }

    @Test
    void aMessageOfTwoPartsArrivesAsOne() {
        MessageSink sink = connection.near().openFlow(spec(1), heard);
        byte[] body = {9, 1, 2, 3, 9};
        byte[] start = messageStart();
        byte[] head = Arrays.copyOf(start, start.length + 2);
        head[start.length] = 7;
        head[start.length + 1] = 8;
        Message twoParts = Message.of(head, body, 1, 3);
        sink.write(twoParts, Deadline.NONE);
        connection.settle();
        assertThat(farHandler.flows().get(0).messages())
                .containsExactly(Message.of(twoParts.toBytes()));
    }

    @Test
    void flowsDoNotMix() {
        MessageSink first = connection.near().openFlow(spec(1), heard);
        MessageSink second = connection.near().openFlow(spec(2), heard);
        List<Message> ofFirst = write(first, 10, 20_000, 30);
        List<Message> ofSecond = write(second, 40_000, 11);
        connection.settle();
        assertThat(farHandler.flows())
                .anySatisfy(flow -> assertThat(flow.messages()).isEqualTo(ofFirst))
                .anySatisfy(flow -> assertThat(flow.messages()).isEqualTo(ofSecond));
    }

    private void returnFlowNamesTheFlowItAnswers(
            Client asker, RecordingHandler atAsker, Client answerer, RecordingHandler atAnswerer) {
        MessageSink question = asker.openFlow(spec(1), heard);
        write(question, 5);
        connection.settle();
        Optional<IncomingFlow> seen = Optional.of(atAnswerer.flows().get(0).incoming());
        MessageSink answer =
                answerer.openFlow(
                        new FlowSpec(new byte[] {1}, seen, Priority.COMMAND), SinkListener.NONE);
        write(answer, 6);
        connection.settle();
        assertThat(atAsker.flows().get(0).incoming().answers()).containsSame(question);
        assertThat(atAnswerer.flows().get(0).incoming().answers()).isEmpty();
    }

    @Test
    protected void aReturnFlowFromTheClientNamesTheFlowItAnswers() {
        returnFlowNamesTheFlowItAnswers(
                connection.near(), nearHandler, connection.far(), farHandler);
    }

    @Test
    protected void aReturnFlowToTheClientNamesTheFlowItAnswers() {
        returnFlowNamesTheFlowItAnswers(
                connection.far(), farHandler, connection.near(), nearHandler);
    }

    @Test
    void aFlowCanBeOpenedAndWrittenFromWithinACallback() {
        farHandler.onMessage(
                (flow, message) -> {
                    FlowSpec back =
                            new FlowSpec(
                                    spec(2).metadata(),
                                    Optional.of(flow.incoming()),
                                    Priority.COMMAND);
                    connection
                            .far()
                            .openFlow(back, SinkListener.NONE)
                            .write(message, Deadline.NONE);
                });
        List<Message> written = write(connection.near().openFlow(spec(1), heard), 100);
        connection.settle();
        assertThat(nearHandler.flows().get(0).messages()).isEqualTo(written);
    }

    private void refusedFlowIsReported(Client from, RecordingHandler to) {
        to.refusing();
        MessageSink sink = from.openFlow(spec(1), heard);
        write(sink, 10, 200_000);
        connection.settle();
        assertThat(heard.exception()).hasValue(0);
        assertThat(sink.isOpen()).isFalse();
        assertThat(sink.queuedBytes()).isZero();
        assertThat(sink.write(numbered(1, 1), Deadline.NONE)).isFalse();
    }

    @Test
    protected void aFlowThatTheClientRefusesIsReported() {
        refusedFlowIsReported(connection.near(), farHandler);
    }

    @Test
    protected void aFlowOfTheClientCanBeRefused() {
        refusedFlowIsReported(connection.far(), nearHandler);
    }

    private void rejectedLaterCarriesTheCode(Client from, RecordingHandler to) {
        MessageSink sink = from.openFlow(spec(1), heard);
        write(sink, 10);
        connection.settle();
        to.flows().get(0).incoming().reject(77);
        connection.settle();
        assertThat(heard.exception()).hasValue(77);
        assertThat(sink.isOpen()).isFalse();
        assertThat(sink.write(numbered(1, 1), Deadline.NONE)).isFalse();
        assertThat(to.closed()).isEmpty();
    }

    @Test
    protected void aFlowRejectedByTheClientCarriesTheCode() {
        rejectedLaterCarriesTheCode(connection.near(), farHandler);
    }

    @Test
    protected void aFlowOfTheClientRejectedLaterCarriesTheCode() {
        rejectedLaterCarriesTheCode(connection.far(), nearHandler);
    }

    private void closingASinkEndsTheFlow(Client from, RecordingHandler to) {
        MessageSink sink = from.openFlow(spec(1), heard);
        List<Message> written = write(sink, 10, 100_000);
        sink.close();
        assertThat(sink.isOpen()).isFalse();
        assertThat(sink.write(numbered(1, 1), Deadline.NONE)).isFalse();
        connection.settle();
        assertThat(to.flows().get(0).messages()).isEqualTo(written);
        assertThat(to.flows().get(0).closed()).isTrue();
        assertThat(to.closed()).isEmpty();
        assertThat(heard.exception()).isEmpty();
    }

    @Test
    protected void aClosedSinkEndsTheFlowAfterItsLastMessage() {
        closingASinkEndsTheFlow(connection.near(), farHandler);
    }

    @Test
    protected void aFlowClosedByTheClientEndsAfterItsLastMessage() {
        closingASinkEndsTheFlow(connection.far(), nearHandler);
    }

    @Test
    void drainedBytesAddUpToWhatWasWritten() {
        MessageSink sink = connection.near().openFlow(spec(1), heard);
        long bytes = bytes(write(sink, 1, 50_000, 1200));
        assertThat(sink.queuedBytes()).isEqualTo(bytes);
        connection.settle();
        assertThat(sink.queuedBytes()).isZero();
        assertThat(heard.drained()).isEqualTo(bytes);
    }

    private void suspendedFlowHolds(Client from, RecordingHandler to) {
        to.onFlow(flow -> flow.incoming().suspend(true));
        MessageSink sink = from.openFlow(spec(1), heard);
        List<Message> written = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            written.addAll(write(sink, 64_000));
        }
        connection.settle();
        assertThat(to.flows().get(0).messages()).isEmpty();
        assertThat(sink.queuedBytes()).as("left with the sender").isPositive();
        to.flows().get(0).incoming().suspend(false);
        connection.settle();
        assertThat(to.flows().get(0).messages()).isEqualTo(written);
        assertThat(sink.queuedBytes()).isZero();
        assertThat(heard.drained()).isEqualTo(64 * 64_000);
    }

    @Test
    void aFlowSuspendedByTheClientHolds() {
        suspendedFlowHolds(connection.near(), farHandler);
    }

    @Test
    void aFlowOfTheClientThatIsSuspendedHolds() {
        suspendedFlowHolds(connection.far(), nearHandler);
    }

    @Test
    void aSuspendedFlowDoesNotHoldTheOthers() {
        farHandler.onFlow(flow -> flow.incoming().suspend(farHandler.flows().size() == 1));
        MessageSink held = connection.near().openFlow(spec(1), SinkListener.NONE);
        write(held, 64_000, 64_000);
        connection.settle();
        List<Message> written = write(connection.near().openFlow(spec(2), heard), 10, 20_000);
        connection.settle();
        assertThat(farHandler.flows().get(1).messages()).isEqualTo(written);
    }

    private void closeIsHeardOnce(
            Client closer, RecordingHandler atCloser, RecordingHandler atOther) {
        write(connection.near().openFlow(spec(1), heard), 10);
        write(connection.far().openFlow(spec(2), SinkListener.NONE), 10);
        connection.settle();
        closer.close(CloseReason.NEAR_CLOSED);
        closer.close(CloseReason.STOPPING);
        connection.settle();
        closer.close(CloseReason.NEAR_CLOSED);
        connection.settle();
        assertThat(atCloser.closed()).contains(CloseReason.NEAR_CLOSED);
        assertThat(atOther.closed()).contains(CloseReason.FAR_CLOSED);
        MessageSink late = closer.openFlow(spec(3), heard);
        assertThat(late.isOpen()).isFalse();
        assertThat(late.write(numbered(1, 1), Deadline.NONE)).isFalse();
        assertThat(late.queuedBytes()).isZero();
    }

    @Test
    void ourCloseIsHeardOnceOnBothEnds() {
        closeIsHeardOnce(connection.near(), nearHandler, farHandler);
    }

    @Test
    void theClientsCloseIsHeardOnceOnBothEnds() {
        closeIsHeardOnce(connection.far(), farHandler, nearHandler);
    }

    @Test
    void whatWasWrittenBeforeTheCloseArrives() {
        List<Message> written = write(connection.near().openFlow(spec(1), heard), 10, 5_000);
        connection.near().close(CloseReason.NEAR_CLOSED);
        connection.settle();
        assertThat(farHandler.flows().get(0).messages()).isEqualTo(written);
        assertThat(farHandler.closed()).contains(CloseReason.FAR_CLOSED);
    }

    @Test
    void sinksOfAClosedClientTakeNothing() {
        MessageSink sink = connection.near().openFlow(spec(1), heard);
        write(sink, 10);
        connection.settle();
        connection.far().close(CloseReason.NEAR_CLOSED);
        connection.settle();
        assertThat(sink.isOpen()).isFalse();
        assertThat(sink.write(numbered(1, 1), Deadline.NONE)).isFalse();
    }

    @Test
    void aClientMayBeClosedFromWithinAMessage() {
        nearHandler.onMessage((flow, message) -> connection.near().close(CloseReason.MISBEHAVED));
        write(connection.far().openFlow(spec(1), heard), 10, 20, 30);
        connection.settle();
        assertThat(nearHandler.closed()).contains(CloseReason.MISBEHAVED);
        assertThat(farHandler.closed()).contains(CloseReason.FAR_CLOSED);
    }
}
