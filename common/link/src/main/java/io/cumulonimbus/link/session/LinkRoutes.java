package io.cumulonimbus.link.session;

import io.cumulonimbus.link.ByteSink;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.remote.LinkOutput;
import io.cumulonimbus.link.route.Answers;
import io.cumulonimbus.link.route.OpenQuestions;
import io.cumulonimbus.link.route.RouteAnswer;
import io.cumulonimbus.link.route.RouteQuestion;
import io.cumulonimbus.link.route.Router;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.MalformedFrameException;
import java.util.function.Consumer;

/** Where clients of an edge belong, asked and answered on one link. */
public final class LinkRoutes {
    private final LinkSession link;
    private final OpenQuestions questions = new OpenQuestions();
    private final Answers answers;
    private long nowNs;

    LinkRoutes(LinkSession link) {
        this.link = link;
        this.answers = new Answers(link::announce);
    }

    /** Who knows homes (origin only); before the link is established. */
    public void knownBy(Router router) {
        answers.knownBy(router);
    }

    /**
     * Asks the origin where a client belongs (edge only). The answer comes once, on the link's
     * loop, at the latest within some seconds.
     */
    public void ask(RouteQuestion question, Consumer<RouteAnswer> answer) {
        if (link.loss().isPresent()) {
            answer.accept(RouteAnswer.HERE);
        } else if (questions.ask(question, answer, nowNs)) {
            link.announce();
        }
    }

    /**
     * Tells the edge where clients of its will belong in a moment, so that it can have a link there
     * when they do (origin only).
     */
    public void expect(RouteAnswer home) {
        if (link.loss().isEmpty()) {
            answers.expect(home);
        }
    }

    void receive(LinkFrame.OfRoute frame) throws MalformedFrameException {
        switch (frame) {
            case LinkFrame.Route f -> {
                if (link.role() != LinkRole.ORIGIN || !answers.asked(f.number(), f.question())) {
                    throw new MalformedFrameException("asks for what it may not");
                }
            }
            case LinkFrame.Routed f -> {
                if (link.role() != LinkRole.EDGE) {
                    throw new MalformedFrameException("answers what was never asked");
                }
                if (f.number() == Answers.UNASKED) {
                    link.expected(f.answer());
                } else {
                    questions.answered(f.number(), f.answer());
                }
            }
        }
    }

    /** Writes what there is, as far as there is room. */
    void flush(LinkOutput output, ByteSink sink) {
        while (sink.room() > 0) {
            LinkFrame frame = next();
            if (frame == null) {
                return;
            }
            output.write(frame, sink);
        }
    }

    private LinkFrame next() {
        OpenQuestions.Numbered question = questions.next();
        if (question != null) {
            return new LinkFrame.Route(question.number(), question.question());
        }
        Answers.Numbered answer = answers.next();
        return answer == null ? null : new LinkFrame.Routed(answer.number(), answer.answer());
    }

    /** There is a connection, for the first time or again. */
    void attached() {
        answers.forget();
        questions.again();
    }

    /** Time passes. */
    void advance(long newNowNs) {
        nowNs = newNowNs;
        questions.expire(newNowNs);
    }

    /** The link is over. */
    void end() {
        questions.giveUp();
    }
}
