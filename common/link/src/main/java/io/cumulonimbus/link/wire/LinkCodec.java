package io.cumulonimbus.link.wire;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.wire.LinkFrame.AddressChange;
import io.cumulonimbus.link.wire.LinkFrame.Challenge;
import io.cumulonimbus.link.wire.LinkFrame.Drained;
import io.cumulonimbus.link.wire.LinkFrame.FlowClose;
import io.cumulonimbus.link.wire.LinkFrame.FlowOpen;
import io.cumulonimbus.link.wire.LinkFrame.FlowReject;
import io.cumulonimbus.link.wire.LinkFrame.Goodbye;
import io.cumulonimbus.link.wire.LinkFrame.Hello;
import io.cumulonimbus.link.wire.LinkFrame.Load;
import io.cumulonimbus.link.wire.LinkFrame.MessageBegin;
import io.cumulonimbus.link.wire.LinkFrame.MessageMore;
import io.cumulonimbus.link.wire.LinkFrame.Ping;
import io.cumulonimbus.link.wire.LinkFrame.Pong;
import io.cumulonimbus.link.wire.LinkFrame.Proof;
import io.cumulonimbus.link.wire.LinkFrame.RoundTrip;
import io.cumulonimbus.link.wire.LinkFrame.SessionClose;
import io.cumulonimbus.link.wire.LinkFrame.SessionOpen;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** The link's frames as bytes: 16 bits of body length, 8 bits of type, body. */
public final class LinkCodec {
    /** Goes up with every change that the other end must know of. */
    public static final int VERSION = 11;

    /** Bytes before a body. */
    static final int HEADER = 3;

    /** The longest body: 16 KiB of a message and the numbers before it. */
    static final int MAX_BODY = (16 << 10) + 80;

    /** The longest body before both ends have proved themselves. */
    static final int MAX_HANDSHAKE_BODY = 192;

    /** The longest frame in bytes. */
    public static final int MAX_FRAME = HEADER + MAX_BODY;

    /** The longest part of a message in one frame. */
    public static final int MAX_PART = 16 << 10;

    public static final int NONCE = 32;

    /** The length of a link's token in bytes. */
    public static final int TOKEN = 16;

    static final int MAC = 32;

    /** The longest question of one origin to another in bytes. */
    public static final int MAX_QUESTION = 4 << 10;

    private static final int MAX_URI = 8 << 10;
    private static final int MAX_SESSION_NONCE = 1 << 10;
    private static final byte[] MAGIC = {'C', 'u', 'm', 'L'};
    private static final byte[] NO_HEAD = {};

    private static final int HELLO = 0x01;
    private static final int PROOF = 0x02;
    private static final int PING = 0x03;
    private static final int PONG = 0x04;
    private static final int GOODBYE = 0x05;
    private static final int LOAD = 0x06;
    private static final int SESSION_OPEN = 0x10;
    private static final int SESSION_CLOSE = 0x11;
    private static final int ADDRESS_CHANGE = 0x12;
    private static final int ROUND_TRIP = 0x13;
    private static final int CHALLENGE = 0x14;
    private static final int ELSEWHERE = 0x15;
    private static final int PROVEN = 1;
    private static final int STAYING = 2;
    private static final int RESUMED = 4;
    private static final int FLOW_OPEN = 0x20;
    private static final int FLOW_CLOSE = 0x23;
    private static final int FLOW_REJECT = 0x24;
    private static final int DRAINED = 0x25;

    private static final int CHECKPOINT = 0x40;
    private static final int RESTORE = 0x41;
    private static final int OWE = 0x44;
    private static final int LAST_WORDS = 0x50;

    /** The longest last words in bytes. */
    public static final int MAX_WORDS = 1 << 10;

    private LinkCodec() {}

    /** Writes one frame, replacing what the writer held. */
    public static void encode(LinkFrame frame, FrameWriter out) {
        switch (frame) {
            case Hello f -> encode(f, out);
            case Proof f -> out.begin(PROOF).raw(f.mac());
            case Ping f -> out.begin(PING).u64(f.token());
            case Pong f -> out.begin(PONG).u64(f.token());
            case Goodbye f -> out.begin(GOODBYE);
            case Load f -> LoadCodec.write(f.load(), out.begin(LOAD));
            case LinkFrame.OfAttaching f -> AttachCodec.encode(f, out);
            case LinkFrame.OfRoute f -> RouteCodec.encode(f, out);
            case LinkFrame.OfQuestion f -> QuestionCodec.encode(f, out);
            case LinkFrame.Restore f ->
                    out.begin(RESTORE).number(f.session()).u8(f.part()).counted(f.checkpoint());
            case LinkFrame.OfStream f -> StreamCodec.encode(f, out);
            case LinkFrame.Quality f -> StreamCodec.encode(f, out);
            case LinkFrame.OfSession f -> encodeOfSession(f, out);
        }
        out.end();
    }

    private static void encodeOfSession(LinkFrame.OfSession frame, FrameWriter out) {
        switch (frame) {
            case SessionOpen f -> encode(f, out);
            case SessionClose f -> of(f, SESSION_CLOSE, out).u8(f.reason().ordinal());
            case AddressChange f -> address(f.address(), of(f, ADDRESS_CHANGE, out));
            case RoundTrip f -> of(f, ROUND_TRIP, out).number(f.ns() + 1);
            case Challenge f -> of(f, CHALLENGE, out);
            case LinkFrame.Elsewhere f -> of(f, ELSEWHERE, out);
            case LinkFrame.Checkpoint f ->
                    of(f, CHECKPOINT, out).u8(f.part()).counted(f.checkpoint());
            case LinkFrame.Owe f -> of(f, OWE, out).u64(f.call());
            case LinkFrame.LastWords f ->
                    of(f, LAST_WORDS, out).number(f.flow()).counted(f.message());
            case FlowOpen f ->
                    of(f, FLOW_OPEN, out)
                            .number(f.flow())
                            .number(f.answers())
                            .u8(f.priority().ordinal())
                            .counted(f.metadata());
            case MessageBegin f -> MessageCodec.encode(f, out);
            case MessageMore f -> MessageCodec.encode(f, out);
            case FlowClose f -> of(f, FLOW_CLOSE, out).number(f.flow());
            case FlowReject f -> of(f, FLOW_REJECT, out).number(f.flow()).u64(f.code());
            case Drained f ->
                    of(f, DRAINED, out)
                            .number(f.flow())
                            .number(f.messages())
                            .number(f.bytes())
                            .number(f.abandoned());
            case LinkFrame.OfViewer f -> StreamCodec.encode(f, out);
            case LinkFrame.OfPeer f -> PeerCodec.encode(f, out);
        }
    }

    private static void encode(Hello f, FrameWriter out) {
        out.begin(HELLO)
                .raw(MAGIC)
                .u16(f.version())
                .u8(f.role().ordinal())
                .text(f.nodeId())
                .u64(f.instance())
                .raw(f.nonce());
    }

    static FrameWriter of(LinkFrame.OfSession frame, int type, FrameWriter out) {
        return out.begin(type).number(frame.session());
    }

    private static int flags(SessionOpen f) {
        return (f.identity().peerIdProven() ? PROVEN : 0)
                | (f.staying() ? STAYING : 0)
                | (f.resumed() ? RESUMED : 0);
    }

    private static void encode(SessionOpen f, FrameWriter out) {
        ClientIdentity who = f.identity();
        of(f, SESSION_OPEN, out)
                .u8(who.protocol().ordinal())
                .raw(who.peerId())
                .u8(flags(f))
                .text(who.uri())
                .counted(who.nearNonce())
                .counted(who.farNonce())
                .number(f.roundTripNs() + 1);
        address(f.address(), out);
    }

    /** Whether an identity fits into a frame. */
    public static boolean fits(ClientIdentity who) {
        return who.uri().length() <= MAX_URI / 3
                && who.nearNonce().length <= MAX_SESSION_NONCE
                && who.farNonce().length <= MAX_SESSION_NONCE;
    }

    /** 0 for never, else microseconds and one. */
    static long span(long ns) {
        return ns == Long.MAX_VALUE ? 0 : Math.max(0, ns) / 1_000 + 1;
    }

    static void address(InetSocketAddress address, FrameWriter out) {
        byte[] ip = address.getAddress() == null ? NO_HEAD : address.getAddress().getAddress();
        out.u8(ip.length).raw(ip).u16(address.getPort());
    }

    /** Reads the body of one frame; parts of messages are views of the input. */
    public static LinkFrame decode(int type, byte[] bytes, int offset, int length)
            throws MalformedFrameException {
        FrameReader in = new FrameReader(bytes, offset, length);
        LinkFrame frame =
                switch (type) {
                    case HELLO -> hello(in);
                    case PROOF -> new Proof(in.bytes(MAC));
                    case PING -> new Ping(in.u64());
                    case PONG -> new Pong(in.u64());
                    case GOODBYE -> new Goodbye();
                    case LOAD -> new Load(LoadCodec.read(in));
                    case SESSION_OPEN -> sessionOpen(in);
                    case SESSION_CLOSE ->
                            new SessionClose(in.number(), constant(CloseReason.values(), in));
                    case ADDRESS_CHANGE -> new AddressChange(in.number(), address(in));
                    case ROUND_TRIP -> new RoundTrip(in.number(), in.number() - 1);
                    case CHALLENGE -> new Challenge(in.number());
                    case ELSEWHERE -> new LinkFrame.Elsewhere(in.number());
                    case FLOW_OPEN -> flowOpen(in);
                    case MessageCodec.BEGIN -> MessageCodec.begin(in);
                    case MessageCodec.MORE -> MessageCodec.more(in);
                    case FLOW_CLOSE -> new FlowClose(in.number(), in.number());
                    case FLOW_REJECT -> new FlowReject(in.number(), in.number(), in.u64());
                    case DRAINED ->
                            new Drained(
                                    in.number(),
                                    in.number(),
                                    in.number(),
                                    in.number(),
                                    in.number());
                    case RouteCodec.ROUTE, RouteCodec.ROUTED -> RouteCodec.decode(type, in);
                    case QuestionCodec.ASK, QuestionCodec.TOLD -> QuestionCodec.decode(type, in);
                    case PeerCodec.WISH, PeerCodec.FOUND, PeerCodec.INTRODUCE ->
                            PeerCodec.decode(type, in);
                    default -> decodeKept(type, in);
                };
        if (!MessageCodec.endsInPart(type) && !StreamCodec.endsInMedia(type)) {
            in.end();
        }
        return frame;
    }

    /** What is about several connections, or several origins. */
    private static LinkFrame decodeKept(int type, FrameReader in) throws MalformedFrameException {
        return switch (type) {
            case AttachCodec.ATTACH,
                    AttachCodec.ATTACHED,
                    AttachCodec.ACK,
                    AttachCodec.DRAIN,
                    AttachCodec.LEAVE ->
                    AttachCodec.decode(type, in);
            case RESTORE -> new LinkFrame.Restore(in.number(), restored(in), checkpoint(in));
            case OWE -> new LinkFrame.Owe(in.number(), in.u64());
            case CHECKPOINT -> new LinkFrame.Checkpoint(in.number(), part01(in), checkpoint(in));
            case LAST_WORDS ->
                    new LinkFrame.LastWords(in.number(), in.number(), in.counted(MAX_WORDS));
            default -> StreamCodec.decode(type, in);
        };
    }

    private static int restored(FrameReader in) throws MalformedFrameException {
        int part = in.u8();
        if (part > LinkFrame.Restore.CALLS) {
            throw new MalformedFrameException("a part " + part);
        }
        return part;
    }

    private static int part01(FrameReader in) throws MalformedFrameException {
        return flag(in) ? 1 : 0;
    }

    private static byte[] checkpoint(FrameReader in) throws MalformedFrameException {
        return in.counted(Client.MAX_CHECKPOINT);
    }

    private static Hello hello(FrameReader in) throws MalformedFrameException {
        if (!Arrays.equals(in.bytes(MAGIC.length), MAGIC)) {
            throw new MalformedFrameException("not a link");
        }
        return new Hello(
                in.u16(),
                constant(LinkRole.values(), in),
                in.text(LinkConfig.MAX_NODE_ID),
                in.u64(),
                in.bytes(NONCE));
    }

    private static SessionOpen sessionOpen(FrameReader in) throws MalformedFrameException {
        long session = in.number();
        Protocol protocol = constant(Protocol.values(), in);
        byte[] peerId = in.bytes(ClientIdentity.PEER_ID_LENGTH);
        int flags = in.u8();
        if ((flags & ~(PROVEN | STAYING | RESUMED)) != 0) {
            throw new MalformedFrameException("flags " + flags);
        }
        boolean proven = (flags & PROVEN) != 0;
        boolean staying = (flags & STAYING) != 0;
        boolean resumed = (flags & RESUMED) != 0;
        String uri = in.text(MAX_URI);
        byte[] near = in.counted(MAX_SESSION_NONCE);
        byte[] far = in.counted(MAX_SESSION_NONCE);
        long roundTripNs = in.number() - 1;
        ClientIdentity identity = new ClientIdentity(protocol, peerId, proven, uri, near, far);
        return new SessionOpen(session, identity, staying, resumed, address(in), roundTripNs);
    }

    private static FlowOpen flowOpen(FrameReader in) throws MalformedFrameException {
        return new FlowOpen(
                in.number(),
                in.number(),
                in.number(),
                constant(Priority.values(), in),
                in.counted(FlowSpec.MAX_METADATA));
    }

    static boolean flag(FrameReader in) throws MalformedFrameException {
        int value = in.u8();
        if (value > 1) {
            throw new MalformedFrameException("a flag of " + value);
        }
        return value == 1;
    }

    static long spanNs(long span) {
        if (span == 0) {
            return Long.MAX_VALUE;
        }
        return span - 1 > Long.MAX_VALUE / 1_000 ? Long.MAX_VALUE : (span - 1) * 1_000;
    }

    static InetSocketAddress address(FrameReader in) throws MalformedFrameException {
        int length = in.u8();
        byte[] ip = in.bytes(length);
        int port = in.u16();
        if (length == 0) {
            return InetSocketAddress.createUnresolved("unknown", port);
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(ip), port);
        } catch (UnknownHostException e) {
            throw new MalformedFrameException(length + " bytes of address");
        }
    }

    static <T> T constant(T[] values, FrameReader in) throws MalformedFrameException {
        int ordinal = in.u8();
        if (ordinal >= values.length) {
            throw new MalformedFrameException("no constant " + ordinal);
        }
        return values[ordinal];
    }
}
