package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.client.ClientIdentity;
import java.util.Optional;
import java.util.function.Consumer;

/** Decides, for an application, who may be introduced to one of its clients. */
@FunctionalInterface
public interface IntroductionRule {
    /** Everybody. */
    IntroductionRule EVERYBODY = (asker, wanted, answer) -> answer.accept(true);

    /**
     * Asked on the wanted client's loop for each hello that is about to be passed on. Without an
     * answer the asker hears nothing, and asks again.
     *
     * @param asker empty for one without a session here, where strangers are served
     * @param answer may be called later, on any thread
     */
    void ask(Optional<ClientIdentity> asker, ClientIdentity wanted, Consumer<Boolean> answer);

    /** Whether there is anything to ask; without, everybody is introduced. On the same loop. */
    default boolean applies() {
        return true;
    }
}
