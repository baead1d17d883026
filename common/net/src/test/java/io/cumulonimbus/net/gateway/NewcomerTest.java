package io.cumulonimbus.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class NewcomerTest {
    private final List<String> heard = new ArrayList<>();
    private final Newcomer newcomer = new Newcomer(message -> true, () -> {});

    /** One that accepts the client as soon as somebody wants to know. */
    private final class Application implements ClientHandler {
        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            return Optional.empty();
        }

        @Override
        public void onceConnected(Consumer<String> listener) {
            listener.accept("live");
        }

        @Override
        public void onDismissed() {
            heard.add("dismissed");
        }

        @Override
        public void onClosed(CloseReason reason) {}
    }

    @Test
    void whoAskedBeforeItWasKnownWhoHandlesTheClientHearsOfItsApplicationOnce() {
        newcomer.onceConnected(heard::add);
        assertThat(heard).isEmpty();
        newcomer.handledBy(new Application());
        assertThat(heard).containsExactly("live");
    }

    @Test
    void whoAsksAfterwardsHearsOfItsApplicationToo() {
        newcomer.handledBy(new Application());
        newcomer.onceConnected(heard::add);
        assertThat(heard).containsExactly("live");
    }

    /** A flow that notes whether it is stopped, or refused. */
    private static final class Flow implements IncomingFlow {
        private boolean stopped;
        private boolean refused;

        @Override
        public byte[] metadata() {
            return new byte[0];
        }

        @Override
        public Optional<MessageSink> answers() {
            return Optional.empty();
        }

        @Override
        public void reject(long code) {
            refused = true;
        }

        @Override
        public void suspend(boolean suspended) {
            stopped = suspended;
        }
    }

    /** Notes what it gets, by the length of messages. */
    private final class Taking implements ClientHandler {
        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            return Optional.of(
                    new FlowHandler() {
                        @Override
                        public void onMessage(Message message, long lostBefore) {
                            heard.add(Integer.toString(message.length()));
                        }

                        @Override
                        public void onClosed() {}
                    });
        }

        @Override
        public void onClosed(CloseReason reason) {}
    }

    private static Message message(int length) {
        return Message.of(new byte[length]);
    }

    @Test
    void flowsGoOnUntilOneHasSaidEnough() {
        Newcomer waiting = new Newcomer(message -> message.length() == 5, () -> {});
        Flow one = new Flow();
        Flow two = new Flow();
        FlowHandler first = waiting.onFlow(one).orElseThrow();
        FlowHandler second = waiting.onFlow(two).orElseThrow();
        first.onMessage(message(1), 0);
        second.onMessage(message(2), 0);
        first.onMessage(message(3), 0);
        assertThat(one.stopped || two.stopped).isFalse();
        second.onMessage(message(5), 0);
        assertThat(one.stopped && two.stopped).isTrue();
        Flow late = new Flow();
        waiting.onFlow(late).orElseThrow().onMessage(message(7), 0);
        assertThat(late.stopped).isTrue();
        waiting.handledBy(new Taking());
        assertThat(one.stopped || two.stopped || late.stopped).isFalse();
        assertThat(heard).containsExactly("1", "3", "2", "5", "7");
        first.onMessage(message(9), 0);
        assertThat(heard).last().isEqualTo("9");
    }

    @Test
    void whoNeverSaysEnoughIsHeldWithinBounds() {
        Newcomer waiting = new Newcomer(message -> false, () -> {});
        List<Flow> flows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Flow flow = new Flow();
            flows.add(flow);
            waiting.onFlow(flow).orElseThrow().onMessage(message(40 << 10), 0);
        }
        assertThat(flows.get(0).stopped).as("below 64 KiB").isFalse();
        assertThat(flows.subList(1, 40)).as("above").allMatch(flow -> flow.stopped || flow.refused);
        assertThat(flows.stream().filter(flow -> !flow.refused).count())
                .as("of 40 KiB each in 1 MiB, and one more")
                .isEqualTo(26);
    }

    @Test
    void aClientThatIsToGoIsToldSoByItsHandler() {
        newcomer.onDismissed();
        newcomer.handledBy(new Application());
        newcomer.onDismissed();
        assertThat(heard).containsExactly("dismissed");
    }
}
