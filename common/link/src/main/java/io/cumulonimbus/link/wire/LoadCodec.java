package io.cumulonimbus.link.wire;

import io.cumulonimbus.link.EdgeLoad;
import java.net.InetSocketAddress;
import java.util.Optional;

/** How an edge is, as the body of a frame. */
final class LoadCodec {
    private static final InetSocketAddress NOWHERE =
            InetSocketAddress.createUnresolved("unknown", 0);

    private LoadCodec() {}

    static void write(EdgeLoad load, FrameWriter out) {
        LinkCodec.address(load.publicAddress().orElse(NOWHERE), out);
        out.u8(load.taking() ? 1 : 0)
                .u8(load.listed() ? 1 : 0)
                .number(load.sessions())
                .number(load.capacity())
                .number(load.cpuPermille())
                .number(load.bytesPerSecond());
    }

    static EdgeLoad read(FrameReader in) throws MalformedFrameException {
        InetSocketAddress address = LinkCodec.address(in);
        boolean taking = LinkCodec.flag(in);
        boolean listed = LinkCodec.flag(in);
        long sessions = in.number();
        long capacity = in.number();
        long cpuPermille = in.number();
        if (capacity < 1 || cpuPermille > EdgeLoad.MOST_CPU) {
            throw new MalformedFrameException("impossible figures");
        }
        return new EdgeLoad(
                Optional.of(address).filter(known -> !known.isUnresolved()),
                taking,
                listed,
                sessions,
                capacity,
                (int) cpuPermille,
                in.number());
    }
}
