package io.cumulonimbus.admin;

import io.cumulonimbus.config.Secret;
import io.cumulonimbus.net.web.WebAnswer;
import io.cumulonimbus.net.web.WebRequest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decides who is answered. */
final class Doorman {
    private static final String SCHEME = "Bearer ";

    /** Names that no foreign page can have made to mean this machine. */
    private static final Pattern HERE =
            Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]{1,5})?");

    private static final List<String> OUR_OWN = List.of("same-origin", "none");

    private volatile List<Secret> tokens;

    /**
     * @param tokens of which one must be shown; with none, whoever reaches the door is believed
     */
    Doorman(List<Secret> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    /** From now on one of these must be shown. Any thread. */
    void demand(List<Secret> others) {
        tokens = List.copyOf(others);
    }

    /** Why it is not even heard: a browser sends it for somebody else's page. */
    Optional<WebAnswer> turnAway(WebRequest request) {
        boolean foreign =
                request.header("sec-fetch-site").filter(site -> !OUR_OWN.contains(site)).isPresent()
                        || request.header("origin").filter(o -> !isOurs(o, request)).isPresent();
        boolean lured =
                tokens.isEmpty()
                        && request.header("host").filter(h -> HERE.matcher(h).matches()).isEmpty();
        return foreign || lured
                ? Optional.of(WebAnswer.line(403, "Not for pages of others"))
                : Optional.empty();
    }

    /** Whether a page is of this port. Where hosts can be feigned a token is demanded besides. */
    private static boolean isOurs(String origin, WebRequest request) {
        return request.header("host")
                .filter(host -> origin.equals("http://" + host) || origin.equals("https://" + host))
                .isPresent();
    }

    /** Why it is not answered: the token is missing or wrong. */
    Optional<WebAnswer> demandToken(WebRequest request) {
        if (tokens.isEmpty() || request.header("authorization").filter(this::isKnown).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                WebAnswer.line(401, "The token is missing or wrong")
                        .with("WWW-Authenticate", "Bearer"));
    }

    /** Secrets compare in constant time, and all of them are compared. */
    private boolean isKnown(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        Secret shown = Secret.of(authorization.substring(SCHEME.length()).strip());
        return tokens.stream().map(shown::equals).reduce(false, Boolean::logicalOr);
    }
}
