package io.cumulonimbus.client;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * A client that stands for another one: passes everything on, but for what it has methods of its
 * own.
 */
public abstract class ForwardingClient implements Client {
    private final Client client;

    /**
     * @param client gets everything
     */
    protected ForwardingClient(Client client) {
        this.client = client;
    }

    /** The one that this stands for. */
    protected final Client client() {
        return client;
    }

    /**
     * The flow as the client that this stands for knows it: another one where {@link #openFlow}
     * gives out flows of its own.
     */
    protected MessageSink inner(MessageSink flow) {
        return flow;
    }

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
        return client.openFlow(spec, listener);
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
    public long awayNs(long nowNs) {
        return client.awayNs(nowNs);
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
    public boolean isResumed() {
        return client.isResumed();
    }

    @Override
    public void owes(long call) {
        client.owes(call);
    }

    @Override
    public boolean answer(MessageSink flow, Message answer, Deadline deadline, long call) {
        return client.answer(inner(flow), answer, deadline, call);
    }

    @Override
    public boolean isTakenElsewhere() {
        return client.isTakenElsewhere();
    }

    @Override
    public boolean moveElsewhere() {
        return client.moveElsewhere();
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
}
