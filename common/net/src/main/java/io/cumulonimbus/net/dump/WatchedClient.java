package io.cumulonimbus.net.dump;

import io.cumulonimbus.client.Calls;
import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientFigures;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.PeerHello;
import io.cumulonimbus.client.SinkListener;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A client of which is written what it is told.
 *
 * @param client the client itself
 */
record WatchedClient(Client client) implements Client {
    @Override
    public ClientIdentity identity() {
        return client.identity();
    }

    @Override
    public Client itself() {
        return client.itself();
    }

    @Override
    public InetSocketAddress address() {
        return client.address();
    }

    @Override
    public long roundTripNs() {
        return client.roundTripNs();
    }

    @Override
    public ClientFigures figures() {
        return client.figures();
    }

    @Override
    public MessageSink openFlow(FlowSpec spec, SinkListener listener) {
        return new Sink(client, client.openFlow(spec, listener));
    }

    @Override
    public void close(CloseReason reason) {
        client.close(reason);
    }

    @Override
    public void challenge() {
        client.challenge();
    }

    @Override
    public void askToReconnect() {
        client.askToReconnect();
    }

    @Override
    public boolean isKept() {
        return client.isKept();
    }

    @Override
    public void checkpoint(int part, byte[] sealed) {
        client.checkpoint(part, sealed);
    }

    @Override
    public List<byte[]> restoredFrom() {
        return client.restoredFrom();
    }

    @Override
    public void owes(long call) {
        client.owes(call);
    }

    @Override
    public boolean answer(MessageSink flow, Message answer, Deadline deadline, long call) {
        Dump.messageTo(client, answer);
        return client.answer(inner(flow), answer, deadline, call);
    }

    @Override
    public Calls calls() {
        return client.calls();
    }

    @Override
    public void lastWords(MessageSink flow, Message words) {
        client.lastWords(inner(flow), words);
    }

    @Override
    public boolean introduce(PeerHello hello) {
        return client.introduce(hello);
    }

    private static MessageSink inner(MessageSink flow) {
        return flow instanceof Sink sink ? sink.sink : flow;
    }

    /** One of its flows. */
    private record Sink(Client client, MessageSink sink) implements MessageSink {
        @Override
        public boolean write(Message message, Deadline deadline) {
            boolean taken = sink.write(message, deadline);
            if (taken) {
                Dump.messageTo(client, message);
            }
            return taken;
        }

        @Override
        public long queuedBytes() {
            return sink.queuedBytes();
        }

        @Override
        public boolean isOpen() {
            return sink.isOpen();
        }

        @Override
        public void close() {
            sink.close();
        }
    }
}
