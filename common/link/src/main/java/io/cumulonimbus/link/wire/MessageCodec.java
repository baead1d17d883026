package io.cumulonimbus.link.wire;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.link.wire.LinkFrame.MessageBegin;
import io.cumulonimbus.link.wire.LinkFrame.MessageMore;

/** The bodies of the frames that carry messages; their ends are parts of messages. */
final class MessageCodec {
    static final int BEGIN = 0x21;
    static final int MORE = 0x22;

    private static final byte[] NO_HEAD = {};
    private static final int DEPENDENT = 1;
    private static final int AGAIN = 2;
    private static final int REPLAYED = 4;
    private static final int ANSWERS = 8;
    private static final int OPENS = 16;

    private MessageCodec() {}

    /** Whether the end of a body is part of a message, which the frame is a view of. */
    static boolean endsInPart(int type) {
        return type == BEGIN || type == MORE;
    }

    static void encode(MessageBegin f, FrameWriter out) {
        LinkCodec.of(f, BEGIN, out)
                .number(f.flow())
                .number(f.total())
                .number(LinkCodec.span(f.startWithinNs()))
                .number(LinkCodec.span(f.finishWithinNs()))
                .u8(
                        (f.dependent() ? DEPENDENT : 0)
                                | (f.again() ? AGAIN : 0)
                                | (f.replayed() ? REPLAYED : 0)
                                | (f.answers() == 0 ? 0 : ANSWERS)
                                | (f.opens() ? OPENS : 0))
                .number(f.lost())
                .number(f.number());
        if (f.number() != 0) {
            out.number(f.group());
        }
        if (f.answers() != 0) {
            out.u64(f.answers());
        }
        out.message(f.part(), f.from(), f.length());
    }

    static void encode(MessageMore f, FrameWriter out) {
        LinkCodec.of(f, MORE, out).number(f.flow()).message(f.part(), f.from(), f.length());
    }

    static MessageBegin begin(FrameReader in) throws MalformedFrameException {
        long session = in.number();
        long flow = in.number();
        long total = in.number();
        long start = LinkCodec.spanNs(in.number());
        long finish = LinkCodec.spanNs(in.number());
        int flags = in.u8();
        long lost = in.number();
        long number = in.number();
        long group = number == 0 ? 0 : in.number();
        long answers = (flags & ANSWERS) == 0 ? 0 : in.u64();
        Message part = part(in);
        if (flags > (DEPENDENT | AGAIN | REPLAYED | ANSWERS | OPENS)) {
            throw new MalformedFrameException("flags of " + flags);
        }
        if (total > Integer.MAX_VALUE || part.length() > total) {
            throw new MalformedFrameException("a part longer than its message");
        }
        return new MessageBegin(
                session,
                flow,
                (int) total,
                start,
                finish,
                (flags & DEPENDENT) != 0,
                (flags & AGAIN) != 0,
                (flags & REPLAYED) != 0,
                lost,
                number,
                group,
                (flags & OPENS) != 0,
                answers,
                part,
                0,
                part.length());
    }

    static MessageMore more(FrameReader in) throws MalformedFrameException {
        long session = in.number();
        long flow = in.number();
        Message part = part(in);
        if (part.length() == 0) {
            throw new MalformedFrameException("an empty part");
        }
        return new MessageMore(session, flow, part, 0, part.length());
    }

    static Message part(FrameReader in) throws MalformedFrameException {
        if (in.remaining() > LinkCodec.MAX_PART) {
            throw new MalformedFrameException("a part of " + in.remaining() + " bytes");
        }
        return Message.of(NO_HEAD, in.array(), in.position(), in.remaining());
    }
}
