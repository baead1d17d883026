package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.FragmentControl;
import io.cumulonimbus.rtmfp.chunk.UserData;
import io.cumulonimbus.rtmfp.crypto.Certificate;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.crypto.SessionKeys;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.Option;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.session.Established;
import io.cumulonimbus.rtmfp.session.PacketAssembler;
import io.cumulonimbus.rtmfp.session.Session;
import io.cumulonimbus.rtmfp.session.SessionConfig;
import io.cumulonimbus.testkit.RecordingHandler;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** An open session of ours, and a far end that says exactly what a test wants it to say. */
final class RawPeer {
    static final InetSocketAddress ADDRESS = new InetSocketAddress("192.0.2.7", 4000);
    static final InetSocketAddress SECOND_ADDRESS = new InetSocketAddress("192.0.2.8", 4000);
    static final byte[] METADATA = {0, 'T', 'C', 4, 0};
    static final int NEAR_ID = 0x11223344;
    private static final int FAR_ID = 0x55667788;
    private static final long TICK_NS = 4_000_000L;

    private final List<byte[]> sent = new ArrayList<>();
    private final List<InetSocketAddress> destinations = new ArrayList<>();
    private final Counters counters = new Counters();
    private final RecordingHandler handler = new RecordingHandler();
    private final Sessions sessions;
    private final Session session;
    private final SessionKey key;
    private long now = 500_000_000_000L;

    RawPeer() {
        this(SessionConfig.DEFAULT, 0, false);
    }

    RawPeer(SessionConfig config, int hmacLength, boolean numbered) {
        this(EndpointConfig.SERVER.withSession(config), new OwnCensus(), hmacLength, numbered);
    }

    /** One of an endpoint that shares its limits with others. */
    RawPeer(EndpointConfig config, Census census, int hmacLength, boolean numbered) {
        sessions =
                new Sessions(
                        config,
                        client -> handler,
                        counters,
                        new PacketAssembler(this::record),
                        () -> {},
                        new SplittableRandom(1),
                        Shard.alone(census));
        session = sessions.add(established(keys(1, 2, hmacLength, numbered)), now);
        key = SessionKey.of(keys(2, 1, hmacLength, numbered));
    }

    private void record(byte[] datagram, int length, InetSocketAddress to) {
        sent.add(Arrays.copyOf(datagram, length));
        destinations.add(to);
    }

    private static SessionKeys keys(int near, int far, int hmacLength, boolean numbered) {
        byte[] encrypt = new byte[32];
        byte[] decrypt = new byte[32];
        Arrays.fill(encrypt, (byte) near);
        Arrays.fill(decrypt, (byte) far);
        return new SessionKeys(
                encrypt,
                decrypt,
                encrypt,
                decrypt,
                hmacLength,
                hmacLength,
                numbered,
                numbered,
                encrypt,
                decrypt);
    }

    private static Established established(SessionKeys keys) {
        try {
            byte[] certificate = {2, 0x15, 2};
            ClientIdentity identity =
                    new ClientIdentity(
                            Protocol.RTMFP, new byte[32], "", keys.nearNonce(), keys.farNonce());
            return new Established(
                    identity,
                    Certificate.parse(certificate),
                    false,
                    NEAR_ID,
                    FAR_ID,
                    keys,
                    ADDRESS);
        } catch (MalformedPacketException bad) {
            throw new AssertionError(bad);
        }
    }

    /** Begins a second session of the same endpoint; what it hears comes with the next id. */
    Session addSecond() {
        Established like = session.established();
        return sessions.add(
                new Established(
                        like.identity(),
                        like.farCertificate(),
                        false,
                        NEAR_ID + 1,
                        FAR_ID + 1,
                        keys(1, 2, 0, false),
                        SECOND_ADDRESS),
                now);
    }

    /** The second far end sends a packet. */
    void secondSays(PacketHeader header, Chunk... chunks) {
        byte[] datagram = Packets.seal(key, NEAR_ID + 1, header, chunks);
        sessions.receive(NEAR_ID + 1, datagram, datagram.length, SECOND_ADDRESS, now);
    }

    Session session() {
        return session;
    }

    Sessions sessions() {
        return sessions;
    }

    RecordingHandler handler() {
        return handler;
    }

    Counters counters() {
        return counters;
    }

    SessionKey key() {
        return key;
    }

    long now() {
        return now;
    }

    int ticks() {
        return (int) (now / TICK_NS & 0xffff);
    }

    List<InetSocketAddress> destinations() {
        return destinations;
    }

    /** Time passes; due timers fire, and nothing is flushed. */
    void pass(long ms) {
        now += ms * 1_000_000;
        sessions.advance(now);
    }

    /** The far end sends a packet with these chunks and no times. */
    void says(Chunk... chunks) {
        says(new PacketHeader(1, false, false, PacketHeader.NONE, PacketHeader.NONE), chunks);
    }

    void says(PacketHeader header, Chunk... chunks) {
        hears(Packets.seal(key, NEAR_ID, header, chunks), ADDRESS);
    }

    void hears(byte[] datagram, InetSocketAddress from) {
        sessions.receive(NEAR_ID, datagram, datagram.length, from, now);
    }

    /** What we send when we may. */
    List<Packets.Opened> sends() {
        sent.clear();
        destinations.clear();
        sessions.flush(now);
        return sent.stream().map(datagram -> Packets.open(key, datagram).orElseThrow()).toList();
    }

    /** The chunks of what we send when we may. */
    List<Chunk> sendsChunks() {
        List<Chunk> all = new ArrayList<>();
        sends().forEach(packet -> all.addAll(packet.chunks()));
        return all;
    }

    <T extends Chunk> List<T> sendsAll(Class<T> type) {
        return sendsChunks().stream().filter(type::isInstance).map(type::cast).toList();
    }

    static FlowSpec spec(Priority priority) {
        return new FlowSpec(METADATA, Optional.empty(), priority);
    }

    /** The first chunk of a flow: a whole message, with the metadata. */
    static UserData opening(long flow, byte... data) {
        return new UserData(flow, 1, 0, FragmentControl.WHOLE, false, false, metadata(), data);
    }

    static List<Option> metadata() {
        return List.of(Option.of(0, METADATA));
    }

    /** A whole message of one byte in a flow that is known. */
    static UserData whole(long flow, long number, long forward) {
        return fragment(flow, number, forward, FragmentControl.WHOLE, (byte) number);
    }

    static UserData fragment(
            long flow, long number, long forward, FragmentControl control, byte... data) {
        return new UserData(flow, number, forward, control, false, false, List.of(), data);
    }

    /** A number that was given up. */
    static UserData abandoned(long flow, long number, long forward) {
        return new UserData(
                flow, number, forward, FragmentControl.WHOLE, true, false, List.of(), new byte[0]);
    }

    /** The end of a flow. */
    static UserData last(long flow, long number, long forward) {
        return new UserData(
                flow, number, forward, FragmentControl.WHOLE, true, true, List.of(), new byte[0]);
    }
}
