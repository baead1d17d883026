package io.cumulonimbus.rtmp.connection;

import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.rtmp.chunkstream.ByteSink;
import io.cumulonimbus.rtmp.handshake.DigestScheme;
import io.cumulonimbus.testkit.SimClock;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A server's and a client's end with two pipes of limited room between them. */
final class RtmpPair {
    /** One direction. */
    static final class Pipe implements ByteSink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        int room = 64 << 10;
        int mostPiece = Integer.MAX_VALUE;

        @Override
        public int room() {
            return room - bytes.size();
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes.write(from, offset, length);
            all.write(from, offset, length);
        }

        /** Everything that ever went through. */
        byte[] all() {
            return all.toByteArray();
        }

        boolean moveTo(RtmpPeer peer, RandomGenerator random, long nowNs) {
            boolean moved = false;
            while (bytes.size() > 0 && peer.wantsInput()) {
                byte[] left = bytes.toByteArray();
                int piece = Math.min(left.length, random.nextInt(1, mostPiece));
                bytes.reset();
                bytes.write(left, piece, left.length - piece);
                peer.receive(left, 0, piece, nowNs);
                moved = true;
            }
            return moved;
        }

        /** The socket takes all that there is. */
        void moveOut() {
            bytes.reset();
        }

        void clear() {
            bytes.reset();
            all.reset();
        }

        boolean isEmpty() {
            return bytes.size() == 0;
        }
    }

    final SimClock clock = new SimClock();
    final Pipe toServer = new Pipe();
    final Pipe toClient = new Pipe();
    final RtmpConnection server;
    final RtmpClientConnection client;
    private final RandomGenerator random;
    private boolean serverClosed;
    private boolean clientClosed;

    RtmpPair(ClientHandler atServer, ClientHandler atClient) {
        this(RtmpConfig.DEFAULT, Optional.empty(), atServer, atClient, new SplittableRandom(3));
    }

    RtmpPair(
            RtmpConfig config,
            Optional<DigestScheme> signing,
            ClientHandler atServer,
            ClientHandler atClient,
            RandomGenerator random) {
        this.random = random;
        InetSocketAddress address = new InetSocketAddress("192.0.2.1", 5000);
        long now = clock.nowNs();
        server =
                new RtmpConnection(
                        config, Protocol.RTMP, address, client -> atServer, () -> {}, random, now);
        client =
                new RtmpClientConnection(
                        config,
                        Protocol.RTMP,
                        address,
                        signing,
                        far -> atClient,
                        () -> {},
                        random,
                        now);
    }

    /** Runs until nothing moves any more. */
    void settle() {
        while (turn()) {}
    }

    private boolean turn() {
        long now = clock.nowNs();
        boolean moved = flush(server, toClient, now) | flush(client, toServer, now);
        moved |= toServer.moveTo(server, random, now) | toClient.moveTo(client, random, now);
        if (server.isFinished() && toClient.isEmpty() && !serverClosed) {
            serverClosed = true;
            client.abort(CloseReason.FAR_CLOSED, now);
            moved = true;
        }
        if (client.isFinished() && toServer.isEmpty() && !clientClosed) {
            clientClosed = true;
            server.abort(CloseReason.FAR_CLOSED, now);
            moved = true;
        }
        return moved;
    }

    private static boolean flush(RtmpPeer peer, Pipe pipe, long now) {
        int before = pipe.all.size();
        boolean finished = peer.isFinished();
        peer.flush(pipe, now);
        return pipe.all.size() > before || peer.isFinished() != finished;
    }

    /** Lets time pass, and both ends do what is due. */
    void pass(long millis) {
        clock.advanceMs(millis);
        server.advance(clock.nowNs());
        client.advance(clock.nowNs());
        settle();
    }
}
