package io.cumulonimbus.origin.placement;

import io.cumulonimbus.net.loop.Loop;
import java.util.function.Consumer;

/** Knows which origin is the home of which realm. Any thread; nothing here waits. */
@FunctionalInterface
public interface Homes {
    /** An origin that runs alone is the home of all. */
    Homes ALONE = (realm, replyTo, answer) -> answer.accept(Home.HERE);

    /**
     * Finds one. The answer comes once, on {@code replyTo}, at once when this was called there, or
     * later; {@link Home#HERE} when it is not known.
     *
     * @param realm its path
     */
    void find(String realm, Loop replyTo, Consumer<Home> answer);
}
