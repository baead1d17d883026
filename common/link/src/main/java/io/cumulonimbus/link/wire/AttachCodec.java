package io.cumulonimbus.link.wire;

import io.cumulonimbus.link.wire.LinkFrame.Ack;
import io.cumulonimbus.link.wire.LinkFrame.Attach;
import io.cumulonimbus.link.wire.LinkFrame.Attached;
import io.cumulonimbus.link.wire.LinkFrame.Drain;
import io.cumulonimbus.link.wire.LinkFrame.Leave;
import io.cumulonimbus.link.wire.LinkFrame.OfAttaching;

/**
 * The bodies of the frames by which a link goes on over other connections, and at other origins.
 */
final class AttachCodec {
    static final int ATTACH = 0x07;
    static final int ATTACHED = 0x08;
    static final int ACK = 0x09;
    static final int DRAIN = 0x0a;
    static final int LEAVE = 0x0b;

    private AttachCodec() {}

    static void encode(OfAttaching frame, FrameWriter out) {
        switch (frame) {
            case Attach f ->
                    out.begin(ATTACH)
                            .raw(f.token())
                            .number(f.graceMs())
                            .u8(f.known() ? 1 : 0)
                            .number(f.received());
            case Attached f ->
                    out.begin(ATTACHED)
                            .u8(f.resumed() ? 1 : 0)
                            .number(f.received())
                            .u8(f.staying() ? 1 : 0);
            case Ack f -> out.begin(ACK).number(f.received());
            case Drain f -> out.begin(DRAIN);
            case Leave f -> out.begin(LEAVE);
        }
    }

    static LinkFrame decode(int type, FrameReader in) throws MalformedFrameException {
        return switch (type) {
            case ATTACH ->
                    new Attach(
                            in.bytes(LinkCodec.TOKEN),
                            in.number(),
                            LinkCodec.flag(in),
                            in.number());
            case ATTACHED -> new Attached(LinkCodec.flag(in), in.number(), LinkCodec.flag(in));
            case ACK -> new Ack(in.number());
            case DRAIN -> new Drain();
            case LEAVE -> new Leave();
            default -> throw new MalformedFrameException("a frame of type " + type);
        };
    }
}
