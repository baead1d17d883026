package io.cumulonimbus.link.wire;

import io.cumulonimbus.client.Message;

/** The bodies of the frames about what one origin asks another. */
final class QuestionCodec {
    static final int ASK = 0x45;
    static final int TOLD = 0x46;

    private QuestionCodec() {}

    static void encode(LinkFrame.OfQuestion frame, FrameWriter out) {
        switch (frame) {
            case LinkFrame.Ask f -> out.begin(ASK).number(f.number()).counted(f.question());
            case LinkFrame.Told f ->
                    out.begin(TOLD)
                            .number(f.number())
                            .u8(f.end() ? 1 : 0)
                            .message(f.part(), f.from(), f.length());
        }
    }

    static LinkFrame decode(int type, FrameReader in) throws MalformedFrameException {
        return switch (type) {
            case ASK -> new LinkFrame.Ask(in.number(), in.counted(LinkCodec.MAX_QUESTION));
            case TOLD -> {
                long number = in.number();
                boolean end = LinkCodec.flag(in);
                Message part = Message.of(in.bytes(in.remaining()));
                yield new LinkFrame.Told(number, end, part, 0, part.length());
            }
            default -> throw new MalformedFrameException("a frame of type " + type);
        };
    }
}
