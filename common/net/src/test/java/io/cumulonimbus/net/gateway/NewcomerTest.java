package io.cumulonimbus.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class NewcomerTest {
    private final List<String> heard = new ArrayList<>();
    private final Newcomer newcomer = new Newcomer(message -> {}, () -> {});

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

    @Test
    void aClientThatIsToGoIsToldSoByItsHandler() {
        newcomer.onDismissed();
        newcomer.handledBy(new Application());
        newcomer.onDismissed();
        assertThat(heard).containsExactly("dismissed");
    }
}
