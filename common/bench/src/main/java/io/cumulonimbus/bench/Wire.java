package io.cumulonimbus.bench;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.endpoint.DatagramSink;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.endpoint.KeyingWork;
import io.cumulonimbus.rtmfp.endpoint.OpenFailure;
import io.cumulonimbus.rtmfp.endpoint.OpeningListener;
import io.cumulonimbus.rtmfp.endpoint.RtmfpEndpoint;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Two endpoints with a session between them, and nothing but memory in between: what is sent by one
 * is received by the other at once, without loss.
 */
final class Wire {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("127.0.0.1", 40_000);
    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 1935);

    /** Time that passes with each exchange: 100 µs. */
    private static final long STEP_NS = 100_000;

    private static final int MAX_TURNS = 100_000;

    private final ArrayDeque<KeyingWork> works = new ArrayDeque<>();
    private final RtmfpEndpoint client;
    private final RtmfpEndpoint server;
    private final DatagramSink toServer;
    private final DatagramSink toClient;
    private Optional<Client> opened = Optional.empty();
    private long now = 1_000_000_000L;
    private long received;
    private long datagrams;

    /** Two endpoints, not yet connected. */
    Wire() {
        SplittableRandom random = new SplittableRandom(7);
        Identity near = Identity.client(random);
        Identity far = Identity.server(random);
        client =
                new RtmfpEndpoint(
                        EndpointConfig.CLIENT,
                        near,
                        one -> new Far(),
                        works::add,
                        () -> {},
                        random);
        server =
                new RtmfpEndpoint(
                        EndpointConfig.SERVER, far, one -> new Far(), works::add, () -> {}, random);
        toServer = (datagram, length, to) -> server.receive(counted(datagram), length, CLIENT, now);
        toClient = (datagram, length, to) -> client.receive(counted(datagram), length, SERVER, now);
    }

    private byte[] counted(byte[] datagram) {
        datagrams++;
        return datagram;
    }

    /** Shakes hands and opens a flow from client to server. */
    MessageSink connect() {
        client.connect(
                EndpointDiscriminator.ofUri("rtmfp://127.0.0.1/bench"),
                List.of(SERVER),
                new Opened(),
                now);
        for (int i = 0; i < MAX_TURNS && opened.isEmpty(); i++) {
            turn();
        }
        FlowSpec spec = new FlowSpec(new byte[] {'b'}, Optional.empty(), Priority.BULK);
        return opened.orElseThrow().openFlow(spec, SinkListener.NONE);
    }

    /** Lets both talk until the far end received so many messages in all. */
    void awaitReceived(long messages) {
        for (int i = 0; i < MAX_TURNS && received < messages; i++) {
            turn();
        }
        if (received < messages) {
            throw new IllegalStateException(received + " of " + messages + " messages arrived");
        }
    }

    /** One exchange: both send what they have. */
    void turn() {
        now += STEP_NS;
        client.flush(toServer, now);
        server.flush(toClient, now);
        client.advance(now);
        server.advance(now);
        for (KeyingWork work = works.poll(); work != null; work = works.poll()) {
            work.run();
            client.complete(work, now);
        }
    }

    /** Messages that reached the far end. */
    long received() {
        return received;
    }

    /** Datagrams so far, both ways. */
    long datagrams() {
        return datagrams;
    }

    private final class Opened implements OpeningListener {
        @Override
        public ClientHandler onOpened(Client made) {
            opened = Optional.of(made);
            return new Far();
        }

        @Override
        public void onFailed(OpenFailure reason) {
            throw new IllegalStateException(reason.toString());
        }
    }

    private final class Far implements ClientHandler, FlowHandler {
        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            return Optional.of(this);
        }

        @Override
        public void onMessage(Message message, long lostBefore) {
            received++;
        }

        @Override
        public void onClosed() {}

        @Override
        public void onClosed(CloseReason reason) {}
    }
}
