package io.cumulonimbus.origin.access;

import io.cumulonimbus.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that allow to publish or to play one stream until some time: {@code expires} in seconds
 * since 1970 and {@code token}, the HMAC-SHA256 in hexadecimal digits of four lines: the action,
 * the path of the application, the name of the stream, and {@code expires}.
 */
public final class StreamTokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LONGEST_TIME = 12;

    private final Secret secret;

    /** Made with one of the texts of {@code secret}. */
    public StreamTokens(Secret secret) {
        this.secret = secret;
    }

    /**
     * Why a stream is refused; nothing when it is allowed.
     *
     * @param action publish or play
     * @param application its path, without slashes at its ends
     * @param parameters behind the name of the stream
     * @param nowS seconds since 1970
     */
    Optional<String> refusal(
            String action,
            String application,
            String stream,
            Map<String, String> parameters,
            long nowS) {
        String expires = parameters.getOrDefault("expires", "");
        String token = parameters.getOrDefault("token", "");
        if (token.isEmpty() || !expires.matches("[0-9]{1," + LONGEST_TIME + "}")) {
            return Optional.of("A token is needed");
        }
        byte[] shown = token.getBytes(StandardCharsets.UTF_8);
        boolean known = false;
        for (String key : secret.texts()) {
            String wanted = make(key, action, application, stream, expires);
            known |= MessageDigest.isEqual(wanted.getBytes(StandardCharsets.UTF_8), shown);
        }
        if (!known) {
            return Optional.of("The token is wrong");
        }
        return Long.parseLong(expires) < nowS
                ? Optional.of("The token has expired")
                : Optional.empty();
    }

    /** The token of these. */
    public static String make(
            String key, String action, String application, String stream, String expires) {
        return mac(key, String.join("\n", action, application, stream, expires));
    }

    /** The HMAC-SHA256 of a text, in hexadecimal digits. */
    static String mac(String key, String said) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(said.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
