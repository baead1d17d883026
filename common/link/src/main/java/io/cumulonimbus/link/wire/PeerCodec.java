package io.cumulonimbus.link.wire;

import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.link.PeerAddress;
import io.cumulonimbus.link.wire.LinkFrame.Found;
import io.cumulonimbus.link.wire.LinkFrame.Introduce;
import io.cumulonimbus.link.wire.LinkFrame.OfPeer;
import io.cumulonimbus.link.wire.LinkFrame.Wish;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The bodies of the frames by which clients of edges meet others. */
public final class PeerCodec {
    /** Tags are 16 bytes; longer ones than this are not carried. */
    public static final int MAX_TAG = 64;

    /** No more addresses are told at once. */
    public static final int MOST_ADDRESSES = 32;

    static final int WISH = 0x60;
    static final int FOUND = 0x61;
    static final int INTRODUCE = 0x62;

    private PeerCodec() {}

    static void encode(OfPeer frame, FrameWriter out) {
        switch (frame) {
            case Wish f ->
                    out.begin(WISH)
                            .number(f.session())
                            .number(f.number())
                            .raw(f.wanted())
                            .counted(f.tag());
            case Found f -> {
                out.begin(FOUND).number(f.session()).number(f.number()).u8(f.addresses().size());
                for (PeerAddress address : f.addresses()) {
                    LinkCodec.address(address.socket(), out.u8(address.origin()));
                }
            }
            case Introduce f -> {
                out.begin(INTRODUCE).number(f.session()).counted(f.tag()).u8(f.observed() ? 1 : 0);
                LinkCodec.address(f.address(), out);
            }
        }
    }

    static LinkFrame decode(int type, FrameReader in) throws MalformedFrameException {
        return switch (type) {
            case WISH ->
                    new Wish(
                            in.number(),
                            in.number(),
                            in.bytes(ClientIdentity.PEER_ID_LENGTH),
                            in.counted(MAX_TAG));
            case FOUND -> new Found(in.number(), in.number(), addresses(in));
            case INTRODUCE -> {
                long session = in.number();
                byte[] tag = in.counted(MAX_TAG);
                boolean observed = LinkCodec.flag(in);
                yield new Introduce(session, tag, known(in), observed);
            }
            default -> throw new MalformedFrameException("frame type " + type);
        };
    }

    private static List<PeerAddress> addresses(FrameReader in) throws MalformedFrameException {
        int count = in.u8();
        List<PeerAddress> addresses = new ArrayList<>(Math.min(count, MOST_ADDRESSES));
        for (int i = 0; i < count; i++) {
            int origin = in.u8();
            if (origin > PeerAddress.MOST_ORIGIN || i >= MOST_ADDRESSES) {
                throw new MalformedFrameException("an address of a peer");
            }
            addresses.add(new PeerAddress(known(in), origin));
        }
        return addresses;
    }

    private static InetSocketAddress known(FrameReader in) throws MalformedFrameException {
        InetSocketAddress address = LinkCodec.address(in);
        if (address.isUnresolved()) {
            throw new MalformedFrameException("an address of nobody");
        }
        return address;
    }
}
