package io.cumulonimbus.link.route;

import java.util.function.Consumer;

/** The origin's side: knows homes, or asks those who do. */
@FunctionalInterface
public interface Router {
    /** An origin that runs alone. */
    Router ALONE = (question, answer) -> answer.accept(RouteAnswer.HERE);

    /**
     * Answers, once, at once or later, on the loop that it was asked on. Never blocks, and does not
     * fail: who does not know says {@link RouteAnswer#HERE}.
     */
    void route(RouteQuestion question, Consumer<RouteAnswer> answer);
}
