package io.cumulonimbus.edge;

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
import java.util.concurrent.CompletableFuture;

/** The origin's side of a client: sends back what it gets, each flow on a return flow. */
final class Echo implements ClientHandler {
    final Client client;
    final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

    Echo(Client client) {
        this.client = client;
    }

    @Override
    public Optional<FlowHandler> onFlow(IncomingFlow flow) {
        FlowSpec back = new FlowSpec(flow.metadata(), Optional.of(flow), Priority.COMMAND);
        MessageSink sink = client.openFlow(back, SinkListener.NONE);
        return Optional.of(
                new FlowHandler() {
                    @Override
                    public void onMessage(Message message, long lostBefore) {
                        sink.write(message, Deadline.NONE);
                    }

                    @Override
                    public void onClosed() {
                        sink.close();
                    }
                });
    }

    @Override
    public void onClosed(CloseReason reason) {
        closed.complete(reason);
    }
}
