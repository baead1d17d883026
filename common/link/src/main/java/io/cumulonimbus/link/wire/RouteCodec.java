package io.cumulonimbus.link.wire;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.link.route.RouteAnswer;
import io.cumulonimbus.link.route.RouteQuestion;
import io.cumulonimbus.link.wire.LinkFrame.OfRoute;
import io.cumulonimbus.link.wire.LinkFrame.Route;
import io.cumulonimbus.link.wire.LinkFrame.Routed;

/** The bodies of the frames by which edges ask where clients belong. */
final class RouteCodec {
    static final int ROUTE = 0x42;
    static final int ROUTED = 0x43;

    private RouteCodec() {}

    static void encode(OfRoute frame, FrameWriter out) {
        switch (frame) {
            case Route f ->
                    out.begin(ROUTE)
                            .number(f.number())
                            .u8(f.question().protocol().ordinal())
                            .counted(f.question().opening());
            case Routed f ->
                    out.begin(ROUTED)
                            .number(f.number())
                            .text(f.answer().home())
                            .number(f.answer().epoch());
        }
    }

    static LinkFrame decode(int type, FrameReader in) throws MalformedFrameException {
        return switch (type) {
            case ROUTE ->
                    new Route(
                            in.number(),
                            new RouteQuestion(
                                    LinkCodec.constant(Protocol.values(), in),
                                    in.counted(RouteQuestion.MAX_OPENING)));
            case ROUTED ->
                    new Routed(
                            in.number(),
                            new RouteAnswer(in.text(RouteAnswer.MAX_HOME), in.number()));
            default -> throw new MalformedFrameException("a frame of type " + type);
        };
    }
}
