package io.cumulonimbus.net.roster;

import io.cumulonimbus.client.Arrival;
import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientFigures;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.ForwardingHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.net.dump.Dump;
import io.cumulonimbus.stream.LastHop;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.BiConsumer;

/** One client of a roster: counts what comes from it. Owned by the client's loop. */
final class Guest extends ForwardingHandler {
    private final long number;
    private final Client client;
    private final long sinceNs;
    private final BiConsumer<Guest, CloseReason> leaving;
    private long flows;
    private long messages;
    private long bytes;
    private long lost;

    /**
     * @param leaving hears of its end, before {@code handler} does
     */
    Guest(
            long number,
            Client client,
            long sinceNs,
            ClientHandler handler,
            BiConsumer<Guest, CloseReason> leaving) {
        super(handler);
        this.number = number;
        this.client = client;
        this.sinceNs = sinceNs;
        this.leaving = leaving;
        handler.onceConnected(path -> SessionLog.connected(number, client, path));
    }

    long number() {
        return number;
    }

    Client client() {
        return client;
    }

    ClientSheet sheet(long nowNs) {
        return new ClientSheet(
                number,
                client.identity().protocol(),
                client.identity().peerIdHex(),
                client.address(),
                client instanceof LastHop,
                client.identity().uri(),
                application(),
                nowNs - sinceNs,
                client.roundTripNs(),
                new ClientSheet.Received(flows, messages, bytes, lost),
                client.figures());
    }

    /** What it adds to the totals, apart from itself. */
    RosterFigures.Totals totals() {
        ClientFigures sent = client.figures();
        return new RosterFigures.Totals(
                0, 0, flows, messages, bytes, lost, sent.flows(), sent.messages(), sent.bytes());
    }

    @Override
    public Optional<FlowHandler> onFlow(IncomingFlow flow) {
        flows++;
        return super.onFlow(flow).map(Counting::new);
    }

    @Override
    public void onAddressChanged(InetSocketAddress address) {
        SessionLog.moved(number, client, address);
        super.onAddressChanged(address);
    }

    @Override
    public void onClosed(CloseReason reason) {
        leaving.accept(this, reason);
        super.onClosed(reason);
    }

    /** Counts the messages of one flow. */
    private final class Counting implements FlowHandler {
        private final FlowHandler next;

        Counting(FlowHandler next) {
            this.next = next;
        }

        private void count(Message message, long lostBefore) {
            messages++;
            bytes += message.length();
            lost += lostBefore;
            Dump.message(client.identity().protocol(), client.address(), message);
        }

        @Override
        public void onMessage(Message message, long lostBefore) {
            count(message, lostBefore);
            next.onMessage(message, lostBefore);
        }

        @Override
        public void onRepeated(Message message, long lostBefore) {
            count(message, lostBefore);
            next.onRepeated(message, lostBefore);
        }

        @Override
        public void onMedia(Message message, Arrival arrival) {
            count(message, arrival.lostBefore());
            next.onMedia(message, arrival);
        }

        @Override
        public void onClosed() {
            next.onClosed();
        }
    }
}
