package io.cumulonimbus.net.dump;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.ForwardingClient;
import io.cumulonimbus.client.ForwardingSink;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.SinkListener;

/** A client of which is written what it is told. */
final class WatchedClient extends ForwardingClient {
    /**
     * @param client the client itself
     */
    WatchedClient(Client client) {
        super(client);
    }

    @Override
    public MessageSink openFlow(FlowSpec spec, SinkListener listener) {
        return new Sink(client(), super.openFlow(spec, listener));
    }

    @Override
    public boolean answer(MessageSink flow, Message answer, Deadline deadline, long call) {
        Dump.messageTo(client(), answer);
        return super.answer(flow, answer, deadline, call);
    }

    @Override
    protected MessageSink inner(MessageSink flow) {
        return flow instanceof Sink sink ? sink.sink() : flow;
    }

    /** One of its flows. */
    private static final class Sink extends ForwardingSink {
        private final Client client;

        Sink(Client client, MessageSink sink) {
            super(sink);
            this.client = client;
        }

        @Override
        public boolean write(Message message, Deadline deadline) {
            boolean taken = super.write(message, deadline);
            if (taken) {
                Dump.messageTo(client, message);
            }
            return taken;
        }
    }
}
