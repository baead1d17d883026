package io.cumulonimbus.link.wire;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.link.wire.LinkFrame.Behind;
import io.cumulonimbus.link.wire.LinkFrame.Control;
import io.cumulonimbus.link.wire.LinkFrame.Figures;
import io.cumulonimbus.link.wire.LinkFrame.MediaBegin;
import io.cumulonimbus.link.wire.LinkFrame.MediaMore;
import io.cumulonimbus.link.wire.LinkFrame.OfStream;
import io.cumulonimbus.link.wire.LinkFrame.OfViewer;
import io.cumulonimbus.link.wire.LinkFrame.Pull;
import io.cumulonimbus.link.wire.LinkFrame.Quality;
import io.cumulonimbus.link.wire.LinkFrame.Release;
import io.cumulonimbus.link.wire.LinkFrame.StreamBegun;
import io.cumulonimbus.link.wire.LinkFrame.StreamOver;
import io.cumulonimbus.link.wire.LinkFrame.Subscribe;
import io.cumulonimbus.link.wire.LinkFrame.Unsubscribe;
import io.cumulonimbus.link.wire.LinkFrame.Wishes;
import io.cumulonimbus.stream.DropPolicy;
import io.cumulonimbus.stream.Had;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The bodies of the frames about streams and their viewers. */
public final class StreamCodec {
    /** The longest name of a stream in bytes. */
    static final int MAX_NAME = 4 << 10;

    /** So many viewers fit into one report, whatever their figures. */
    public static final int MOST_FIGURES = 100;

    private static final int PULL = 0x30;
    private static final int RELEASE = 0x31;
    private static final int MEDIA_BEGIN = 0x32;
    private static final int MEDIA_MORE = 0x33;
    private static final int STREAM_OVER = 0x34;
    private static final int SUBSCRIBE = 0x35;
    private static final int CONTROL = 0x36;
    private static final int UNSUBSCRIBE = 0x37;
    private static final int QUALITY = 0x38;
    private static final int BEHIND = 0x39;
    private static final int STREAM_BEGUN = 0x3a;

    private StreamCodec() {}

    /** Whether a name fits into a frame. */
    public static boolean fits(String name) {
        return name.length() <= MAX_NAME
                && name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME;
    }

    /** Whether the end of a body is media, which the frame is a view of. */
    static boolean endsInMedia(int type) {
        return type == MEDIA_BEGIN || type == MEDIA_MORE;
    }

    static void encode(OfStream frame, FrameWriter out) {
        switch (frame) {
            case Pull f ->
                    out.begin(PULL)
                            .number(f.stream())
                            .text(f.name())
                            .u64(f.had().publication())
                            .number(f.had().audio())
                            .number(f.had().video());
            case Release f -> out.begin(RELEASE).number(f.stream());
            case MediaBegin f -> {
                f.head().write(out.begin(MEDIA_BEGIN).number(f.stream()));
                out.message(f.part(), f.from(), f.length());
            }
            case MediaMore f ->
                    out.begin(MEDIA_MORE)
                            .number(f.stream())
                            .message(f.part(), f.from(), f.length());
            case StreamBegun f ->
                    out.begin(STREAM_BEGUN)
                            .number(f.stream())
                            .u64(f.publication())
                            .u8(f.before() ? 1 : 0);
            case StreamOver f -> out.begin(STREAM_OVER).number(f.stream()).u64(f.publication());
        }
    }

    static void encode(OfViewer frame, FrameWriter out) {
        switch (frame) {
            case Subscribe f -> {
                of(SUBSCRIBE, f, out)
                        .text(f.stream())
                        .number(f.data())
                        .number(f.audio())
                        .number(f.video())
                        .u8(f.amf3() ? 1 : 0);
                policy(f.policy(), out);
                wishes(f.wishes(), out);
            }
            case Control f -> wishes(f.wishes(), of(CONTROL, f, out));
            case Unsubscribe f -> of(UNSUBSCRIBE, f, out);
            case Behind f -> of(BEHIND, f, out).u64(f.publication());
        }
    }

    static void encode(Quality frame, FrameWriter out) {
        out.begin(QUALITY).u8(frame.viewers().size());
        for (Figures figures : frame.viewers()) {
            out.number(figures.session()).number(figures.viewer());
            figures.audio().write(out);
            figures.video().write(out);
        }
    }

    private static FrameWriter of(int type, OfViewer frame, FrameWriter out) {
        return out.begin(type).number(frame.session()).number(frame.viewer());
    }

    private static void wishes(Wishes wishes, FrameWriter out) {
        out.u8((wishes.audio() ? 1 : 0) | (wishes.video() ? 2 : 0) | (wishes.paused() ? 4 : 0));
    }

    private static void policy(DropPolicy policy, FrameWriter out) {
        out.number(policy.videoBytes())
                .number(policy.videoAgeMs())
                .number(policy.audioBytes())
                .number(policy.audioAgeMs())
                .number(policy.dataBytes());
        deadline(policy.video(), out);
        deadline(policy.audio(), out);
    }

    private static void deadline(Deadline deadline, FrameWriter out) {
        out.number(LinkCodec.span(deadline.startWithinNs()))
                .number(LinkCodec.span(deadline.finishWithinNs()));
    }

    static LinkFrame decode(int type, FrameReader in) throws MalformedFrameException {
        return switch (type) {
            case PULL -> new Pull(in.number(), in.text(MAX_NAME), had(in));
            case RELEASE -> new Release(in.number());
            case MEDIA_BEGIN -> {
                long stream = in.number();
                MediaHead head = MediaHead.read(in);
                Message part = MessageCodec.part(in);
                yield new MediaBegin(stream, head, part, 0, part.length());
            }
            case MEDIA_MORE -> {
                long stream = in.number();
                Message part = MessageCodec.part(in);
                yield new MediaMore(stream, part, 0, part.length());
            }
            case STREAM_BEGUN -> new StreamBegun(in.number(), in.u64(), LinkCodec.flag(in));
            case STREAM_OVER -> new StreamOver(in.number(), in.u64());
            case SUBSCRIBE ->
                    new Subscribe(
                            in.number(),
                            in.number(),
                            in.text(MAX_NAME),
                            in.number(),
                            in.number(),
                            in.number(),
                            LinkCodec.flag(in),
                            policy(in),
                            wishes(in));
            case CONTROL -> new Control(in.number(), in.number(), wishes(in));
            case UNSUBSCRIBE -> new Unsubscribe(in.number(), in.number());
            case BEHIND -> new Behind(in.number(), in.number(), in.u64());
            case QUALITY -> quality(in);
            default -> throw new MalformedFrameException("frame type " + type);
        };
    }

    private static Had had(FrameReader in) throws MalformedFrameException {
        return new Had(in.u64(), in.number(), in.number());
    }

    private static Quality quality(FrameReader in) throws MalformedFrameException {
        int count = in.u8();
        List<Figures> viewers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            viewers.add(new Figures(in.number(), in.number(), Counted.read(in), Counted.read(in)));
        }
        return new Quality(viewers);
    }

    private static Wishes wishes(FrameReader in) throws MalformedFrameException {
        int flags = in.u8();
        if (flags > 7) {
            throw new MalformedFrameException("wishes of " + flags);
        }
        return new Wishes((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
    }

    private static DropPolicy policy(FrameReader in) throws MalformedFrameException {
        return new DropPolicy(
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                deadline(in),
                deadline(in));
    }

    private static Deadline deadline(FrameReader in) throws MalformedFrameException {
        return new Deadline(LinkCodec.spanNs(in.number()), LinkCodec.spanNs(in.number()));
    }
}
