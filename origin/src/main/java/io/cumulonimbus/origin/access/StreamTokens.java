package io.cumulonimbus.origin.access;

import io.cumulonimbus.config.Secret;
import io.cumulonimbus.origin.app.StreamAnswer;
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
 * the path of the application, the name of the stream, and {@code expires}; and of a fifth line,
 * {@code account=} and the value of {@code account}, when it names the account that it was made
 * for.
 */
public final class StreamTokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LONGEST_TIME = 12;
    private static final int LONGEST_ACCOUNT = 128;

    private final Secret secret;

    /** Made with one of the texts of {@code secret}. */
    public StreamTokens(Secret secret) {
        this.secret = secret;
    }

    /**
     * Whether a stream is allowed.
     *
     * @param action publish or play
     * @param application its path, without slashes at its ends
     * @param parameters behind the name of the stream
     * @param nowS seconds since 1970
     */
    StreamAnswer answer(
            String action,
            String application,
            String stream,
            Map<String, String> parameters,
            long nowS) {
        String expires = parameters.getOrDefault("expires", "");
        String token = parameters.getOrDefault("token", "");
        if (token.isEmpty() || !expires.matches("[0-9]{1," + LONGEST_TIME + "}")) {
            return new StreamAnswer.Refused("A token is needed");
        }
        Optional<String> account =
                Optional.ofNullable(parameters.get("account"))
                        .filter(name -> !name.isEmpty() && name.length() <= LONGEST_ACCOUNT);
        byte[] shown = token.getBytes(StandardCharsets.UTF_8);
        boolean known = false;
        boolean named = false;
        for (String key : secret.texts()) {
            known |= isSame(shown, make(key, action, application, stream, expires));
            named |=
                    account.isPresent()
                            && isSame(
                                    shown,
                                    make(key, action, application, stream, expires, account.get()));
        }
        if (!known && !named) {
            return new StreamAnswer.Refused("The token is wrong");
        }
        return Long.parseLong(expires) < nowS
                ? new StreamAnswer.Refused("The token has expired")
                : new StreamAnswer.Allowed(named ? account : Optional.empty());
    }

    private static boolean isSame(byte[] shown, String wanted) {
        return MessageDigest.isEqual(wanted.getBytes(StandardCharsets.UTF_8), shown);
    }

    /** The token of these. */
    public static String make(
            String key, String action, String application, String stream, String expires) {
        return mac(key, String.join("\n", action, application, stream, expires));
    }

    /** The same of one that was made for an account. */
    public static String make(
            String key,
            String action,
            String application,
            String stream,
            String expires,
            String account) {
        return make(key, action, application, stream, expires + "\naccount=" + account);
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
