package io.cumulonimbus.origin.placement;

import io.cumulonimbus.link.route.RouteAnswer;
import io.cumulonimbus.link.route.RouteQuestion;
import io.cumulonimbus.link.route.Router;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.Applications;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.connection.Opening;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Answers edges where their clients belong: by the realm of the application that they ask for.
 * Whoever asks for none that exists is refused here as well as anywhere. Owned by one loop.
 */
public final class HomeRouter implements Router {
    private final Applications applications;
    private final Homes homes;
    private final Loop loop;

    /**
     * @param loop of the links that ask
     */
    public HomeRouter(Applications applications, Homes homes, Loop loop) {
        this.applications = applications;
        this.homes = homes;
        this.loop = loop;
    }

    /** For the links of any loop, by somebody who knows homes. */
    public static Function<Loop, Router> by(Applications applications, Homes homes) {
        return loop -> new HomeRouter(applications, homes, loop);
    }

    /** For the links of any loop: those of an origin alone, or of one of a cluster. */
    public static Function<Loop, Router> of(Applications applications, Directory directory) {
        Homes homes = directory.isShared() ? new LeasedHomes(directory) : Homes.ALONE;
        return loop -> new HomeRouter(applications, homes, loop);
    }

    @Override
    public void route(RouteQuestion question, Consumer<RouteAnswer> answer) {
        Optional<String> realm =
                Opening.path(question.protocol(), question.opening()).flatMap(applications::realm);
        if (realm.isEmpty()) {
            answer.accept(RouteAnswer.HERE);
            return;
        }
        homes.find(realm.get(), loop, home -> answer.accept(answer(home)));
    }

    private static RouteAnswer answer(Home home) {
        return new RouteAnswer(home.link().map(Object::toString).orElse(""), home.epoch());
    }
}
