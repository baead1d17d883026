package io.cumulonimbus.net.warm;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
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
import java.util.Queue;
import java.util.random.RandomGenerator;

/** A client and a server of RTMFP with memory between them. */
final class RtmfpTalk {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("127.0.0.1", 40_000);
    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 1935);

    private final Queue<KeyingWork> ofClient = new ArrayDeque<>();
    private final Queue<KeyingWork> ofServer = new ArrayDeque<>();
    private final RtmfpEndpoint client;
    private final RtmfpEndpoint server;
    private final DatagramSink toServer;
    private final DatagramSink toClient;
    private long nowNs;

    RtmfpTalk(ClientAcceptor acceptor, Caller caller, RandomGenerator random, long beginNs) {
        nowNs = beginNs;
        client =
                new RtmfpEndpoint(
                        EndpointConfig.CLIENT,
                        Identity.client(random),
                        caller::meets,
                        ofClient::add,
                        () -> {},
                        random);
        server =
                new RtmfpEndpoint(
                        EndpointConfig.SERVER,
                        Identity.server(random),
                        acceptor,
                        ofServer::add,
                        () -> {},
                        random);
        toServer = (datagram, length, to) -> server.receive(datagram, length, CLIENT, nowNs);
        toClient = (datagram, length, to) -> client.receive(datagram, length, SERVER, nowNs);
        EndpointDiscriminator wanted = EndpointDiscriminator.ofUri("rtmfp://127.0.0.1/");
        client.connect(wanted, List.of(SERVER), new Opened(caller), beginNs);
    }

    /** Both send what they have. */
    void turn(long newNowNs) {
        nowNs = newNowNs;
        client.flush(toServer, nowNs);
        server.flush(toClient, nowNs);
        client.advance(nowNs);
        server.advance(nowNs);
        agree(ofClient, client);
        agree(ofServer, server);
    }

    private void agree(Queue<KeyingWork> works, RtmfpEndpoint end) {
        for (KeyingWork work = works.poll(); work != null; work = works.poll()) {
            work.run();
            end.complete(work, nowNs);
        }
    }

    private record Opened(Caller caller) implements OpeningListener {
        @Override
        public ClientHandler onOpened(Client made) {
            return caller.meets(made);
        }

        @Override
        public void onFailed(OpenFailure reason) {
            throw new IllegalStateException(reason.toString());
        }
    }
}
