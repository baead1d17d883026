package io.cumulonimbus.net.warm;

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
import java.util.Optional;

/**
 * Answers what a client says with the same.
 *
 * @param client whom it answers
 */
record Echo(Client client) implements ClientHandler {
    @Override
    public Optional<FlowHandler> onFlow(IncomingFlow flow) {
        FlowSpec back = new FlowSpec(flow.metadata(), Optional.of(flow), Priority.COMMAND);
        MessageSink answers = client.openFlow(back, SinkListener.NONE);
        return Optional.of(
                new FlowHandler() {
                    @Override
                    public void onMessage(Message message, long lostBefore) {
                        answers.write(message, Deadline.NONE);
                    }

                    @Override
                    public void onClosed() {}
                });
    }

    @Override
    public void onClosed(CloseReason reason) {}
}
