package io.cumulonimbus.net.warm;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.rtmp.connection.RtmpClientConnection;
import io.cumulonimbus.rtmp.connection.RtmpConfig;
import io.cumulonimbus.rtmp.connection.RtmpConnection;
import io.cumulonimbus.rtmp.connection.RtmpPeer;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A client and a server of RTMP with memory between them. */
final class RtmpTalk {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 40_000);

    private final RtmpConnection server;
    private final RtmpClientConnection client;

    RtmpTalk(ClientAcceptor acceptor, Caller caller, RandomGenerator random, long beginNs) {
        server =
                new RtmpConnection(
                        RtmpConfig.DEFAULT,
                        Protocol.RTMP,
                        ADDRESS,
                        acceptor,
                        () -> {},
                        random,
                        beginNs);
        client =
                new RtmpClientConnection(
                        RtmpConfig.DEFAULT,
                        Protocol.RTMP,
                        ADDRESS,
                        Optional.empty(),
                        caller::meets,
                        () -> {},
                        random,
                        beginNs);
    }

    /** Both send what they have. */
    void turn(long nowNs) {
        send(client, server, nowNs);
        send(server, client, nowNs);
        client.advance(nowNs);
        server.advance(nowNs);
    }

    private static void send(RtmpPeer from, RtmpPeer to, long nowNs) {
        Pipe pipe = new Pipe();
        from.flush(pipe, nowNs);
        byte[] bytes = pipe.taken();
        to.receive(bytes, 0, bytes.length, nowNs);
    }
}
