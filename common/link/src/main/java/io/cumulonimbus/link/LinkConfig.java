package io.cumulonimbus.link;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What one end of a link is told when it is made.
 *
 * @param role which end this is
 * @param nodeId our name, 1 to {@link #MAX_NODE_ID} bytes of UTF-8; for logs and proofs
 * @param secrets shared secrets, at least one; the first is used, all are accepted (rotation). An
 *     empty one protects nothing and is meant for the loopback
 * @param channel what identifies the connection beneath (the hash of the server's TLS certificate),
 *     or empty; both ends must give the same
 * @param limits bounds and intervals
 */
public record LinkConfig(
        LinkRole role, String nodeId, List<String> secrets, byte[] channel, LinkLimits limits) {
    /** The longest name of a node in bytes. */
    public static final int MAX_NODE_ID = 64;

    public LinkConfig {
        secrets = List.copyOf(secrets);
        channel = channel.clone();
        int length = nodeId.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > MAX_NODE_ID) {
            throw new IllegalArgumentException("a node id of " + length + " bytes");
        }
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("a link needs a secret, if only the empty one");
        }
    }

    /** One secret, no channel, usual limits. */
    public static LinkConfig of(LinkRole role, String nodeId, String secret) {
        return new LinkConfig(role, nodeId, List.of(secret), new byte[0], LinkLimits.DEFAULT);
    }

    @Override
    public byte[] channel() {
        return channel.clone();
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "LinkConfig[" + role + " " + nodeId + "]";
    }
}
