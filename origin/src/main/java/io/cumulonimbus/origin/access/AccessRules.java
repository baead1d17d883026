package io.cumulonimbus.origin.access;

import io.cumulonimbus.config.AccessConfig;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.AppClient;
import io.cumulonimbus.origin.app.StreamAnswer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What is checked and asked before an application is. Any thread. */
final class AccessRules {
    static final String NO = "Not allowed";

    private final AccessConfig config;
    private final StreamTokens tokens;
    private final Optional<CallbackProxy> callback;
    private final LongSupplier clockS;

    /**
     * @param clockS seconds since 1970
     */
    AccessRules(AccessConfig config, LongSupplier clockS) {
        this.config = config;
        this.clockS = clockS;
        this.tokens = new StreamTokens(config.secret());
        Optional<Signature> signature =
                config.signing().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Signature(config.signing().texts().get(0), clockS));
        this.callback =
                config.callback().map(url -> new CallbackProxy(url, config.timeout(), signature));
    }

    /**
     * Whether a client may do something that is not about a stream; the answer follows once, on
     * {@code loop}, or at once.
     */
    void ask(
            String event,
            AppClient client,
            Map<String, String> details,
            Loop loop,
            Consumer<Optional<String>> refusal) {
        askForAccount(
                event,
                client,
                details,
                loop,
                verdict -> refusal.accept(verdict.yes() ? Optional.empty() : Optional.of(NO)));
    }

    /** As above; the answer may tell what the client's account is called. */
    void askForAccount(
            String event,
            AppClient client,
            Map<String, String> details,
            Loop loop,
            Consumer<CallbackProxy.Verdict> answer) {
        if (callback.isEmpty() || !config.asks().contains(event)) {
            answer.accept(new CallbackProxy.Verdict(true, Optional.empty()));
        } else {
            callback.get().ask(event, client, details, loop, answer);
        }
    }

    /**
     * Whether a client may publish or play a stream; as above.
     *
     * @param action publish or play
     */
    void askForStream(
            String action,
            AppClient client,
            String stream,
            Map<String, String> parameters,
            Loop loop,
            Consumer<StreamAnswer> answer) {
        StreamAnswer shown =
                needsToken(action)
                        ? tokens.answer(
                                action, client.path(), stream, parameters, clockS.getAsLong())
                        : StreamAnswer.ALLOWED;
        if (shown instanceof StreamAnswer.Refused) {
            answer.accept(shown);
        } else {
            ask(
                    action,
                    client,
                    Map.of("stream", stream),
                    loop,
                    no ->
                            answer.accept(
                                    no.<StreamAnswer>map(StreamAnswer.Refused::new).orElse(shown)));
        }
    }

    private boolean needsToken(String action) {
        return switch (config.tokens()) {
            case OFF -> false;
            case PUBLISH -> action.equals("publish");
            case PLAY -> action.equals("play");
            case BOTH -> true;
        };
    }
}
