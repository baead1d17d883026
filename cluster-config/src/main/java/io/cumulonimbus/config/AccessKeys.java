package io.cumulonimbus.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys of tokens and callbacks, and how they become an {@link AccessConfig}. */
final class AccessKeys {
    private static final Set<String> EVENTS = Set.of("connect", "publish", "play", "join");

    private static final ConfigKey<AccessConfig.Tokens> TOKENS =
            ConfigKey.of(
                    "access.tokens",
                    "off",
                    ValueType.oneOf(AccessConfig.Tokens.class),
                    "What needs a token behind the name of the stream, as in"
                            + " film?expires=1767225600&token=…, made with access.tokenSecret.");
    private static final ConfigKey<Secret> SECRET =
            ConfigKey.of(
                    "access.tokenSecret",
                    "",
                    ValueType.SECRET,
                    "What tokens are made with. Several with commas between them are all accepted."
                            + " Better in a file than written here.");
    private static final ConfigKey<String> SECRET_FILE =
            ConfigKey.of(
                    "access.tokenSecretFile",
                    "",
                    ValueType.TEXT,
                    "A file with the secret in place of access.tokenSecret.");
    private static final ConfigKey<Optional<URI>> CALLBACK =
            ConfigKey.of(
                    "access.callback",
                    "",
                    new ValueType<>("a URL of http or https, or nothing", AccessKeys::url),
                    "Who is asked whether a client may do what access.callbackOn lists: by a POST of"
                            + " JSON to this URL. A status from 200 to 299 is yes; anything else is"
                            + " no, and no answer in time is no, too.");
    private static final ConfigKey<Duration> TIMEOUT =
            ConfigKey.of(
                    "access.callbackTimeout",
                    "3",
                    ValueType.integer("whole seconds from 1 to 30", 1, 30).map(Duration::ofSeconds),
                    "How long that answer may take.");
    private static final ConfigKey<List<String>> ASKS =
            ConfigKey.of(
                    "access.callbackOn",
                    "connect, publish, play",
                    ValueType.NAMES,
                    "What is asked there, of connect, publish, play and join. Who may not join a"
                            + " NetGroup is disconnected.");

    private static final ConfigKey<Secret> SIGNING =
            ConfigKey.of(
                    "access.callbackSecret",
                    "",
                    ValueType.SECRET,
                    "What questions to access.callback are signed with, so that whoever answers knows"
                            + " that they are ours: an HMAC in the header Cumulonimbus-Signature."
                            + " Better in a file than written here.");
    private static final ConfigKey<String> SIGNING_FILE =
            ConfigKey.of(
                    "access.callbackSecretFile",
                    "",
                    ValueType.TEXT,
                    "A file with the secret in place of access.callbackSecret.");

    static final List<ConfigKey<?>> ALL =
            List.of(TOKENS, SECRET, SECRET_FILE, CALLBACK, TIMEOUT, ASKS, SIGNING, SIGNING_FILE);

    private AccessKeys() {}

    private static Optional<URI> url(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        URI url = URI.create(text);
        boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!web || url.getHost() == null) {
            throw new IllegalArgumentException(text);
        }
        return Optional.of(url);
    }

    static AccessConfig read(Settings settings) throws ConfigException {
        AccessConfig.Tokens tokens = settings.get(TOKENS);
        Secret secret = settings.secret(SECRET, SECRET_FILE);
        if (tokens != AccessConfig.Tokens.OFF && secret.isEmpty()) {
            throw settings.wrong(SECRET, "a secret text, because access.tokens is not off");
        }
        List<String> asks = settings.get(ASKS);
        if (!EVENTS.containsAll(asks)) {
            throw settings.wrong(ASKS, "some of connect, publish, play and join");
        }
        return new AccessConfig(
                tokens,
                secret,
                settings.get(CALLBACK),
                settings.get(TIMEOUT),
                Set.copyOf(asks),
                settings.secret(SIGNING, SIGNING_FILE));
    }
}
