package io.cumulonimbus.link.connection;

import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.wire.FrameWriter;
import io.cumulonimbus.link.wire.LinkCodec;
import io.cumulonimbus.link.wire.LinkFrame.Hello;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The proof that one end of a link knows the secret, made for this one connection.
 *
 * <p>HMAC-SHA256 over a label, the prover's role, the channel and both hellos as they were on the
 * wire (versions, roles, node ids, nonces). Roles keep a proof from being played back to its maker,
 * nonces from being played back later.
 */
final class LinkProof {
    private static final byte[] LABEL = ascii("cumulonimbus link 1 proof");
    private static final byte[] KEY_LABEL = ascii("cumulonimbus link 1 key");

    private LinkProof() {}

    static byte[] make(
            String secret, LinkRole prover, byte[] channel, Hello ofEdge, Hello ofOrigin) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(KEY_LABEL);
            byte[] key = digest.digest(secret.getBytes(StandardCharsets.UTF_8));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(LABEL);
            mac.update((byte) prover.ordinal());
            mac.update((byte) channel.length);
            mac.update(channel);
            mac.update(wire(ofEdge));
            mac.update(wire(ofOrigin));
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }

    /** A whole frame: it begins with its own length, so that two of them cannot be cut anew. */
    private static byte[] wire(Hello hello) {
        FrameWriter out = new FrameWriter();
        LinkCodec.encode(hello, out);
        return Arrays.copyOf(out.array(), out.length());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
