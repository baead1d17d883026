package io.cumulonimbus.rtmfp.session;

import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.Histogram;
import io.cumulonimbus.rtmfp.chunk.ChunkDecoder;
import io.cumulonimbus.rtmfp.chunk.FIHello;
import io.cumulonimbus.rtmfp.flow.Spares;
import io.cumulonimbus.rtmfp.packet.PacketReader;
import java.net.InetSocketAddress;

/** What a session needs of its endpoint. */
public interface SessionHost {
    /** What holds for each session. */
    SessionConfig config();

    /** Where packets are put together. */
    PacketAssembler packets();

    /** Where packets are decrypted to. */
    byte[] plain();

    /** What reads their headers. */
    PacketReader reader();

    /** What cuts them into chunks. */
    ChunkDecoder decoder();

    /** Where round trips are counted, of all sessions. */
    Histogram roundTrips();

    /** Queue entries to be used again. */
    Spares spares();

    /** Who carries time-critical data. */
    TimeCriticality timeCriticality();

    /** 32 bytes that nobody else knows. */
    byte[] secret();

    /** The session has something to send. */
    void outputPending(Session session);

    /** The first packet was verified: answers who handles the client. */
    ClientHandler accept(Session session);

    /** An introducer says that somebody wants to open a session to us. */
    void forwarded(FIHello hello, long nowNs);

    /** A session holds so many received bytes more, or less when negative. */
    void buffered(long change);

    /** Bytes that may still be held, of all sessions together; not above zero when it is enough. */
    long room();

    /** What each session may hold in any case. */
    long share();

    /** A packet did not verify, or was a duplicate. */
    void countRejected();

    /** A packet was dropped as malformed. */
    void countMalformed();

    /** Something was dropped because a limit was reached. */
    void countOverLimit();

    /** The session left its open state; its farewells may still be due. */
    void left(Session session);

    /** The session is closed and said what it had to say: it can be forgotten. */
    void ended(Session session);

    /** The far end is at another address. */
    void moved(Session session, InetSocketAddress before);
}
