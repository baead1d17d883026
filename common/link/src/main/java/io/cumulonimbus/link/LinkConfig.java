package io.cumulonimbus.link;

import java.nio.charset.StandardCharsets;

/**
 * What one end of a link is told when it is made.
 *
 * @param role which end this is
 * @param nodeId our name, 1 to {@link #MAX_NODE_ID} bytes of UTF-8; for logs, proofs and secrets
 * @param instance random, the same for all links of a process and another one after its restart
 * @param secrets what we know
 * @param graceNs how long sessions are kept when their connection is lost; the edge's counts, 0
 *     ends them at once
 * @param limits bounds and intervals
 * @param tap looks at its frames
 */
public record LinkConfig(
        LinkRole role,
        String nodeId,
        long instance,
        LinkSecrets secrets,
        long graceNs,
        LinkLimits limits,
        LinkTap tap) {
    /** The longest name of a node in bytes. */
    public static final int MAX_NODE_ID = 64;

    public LinkConfig {
        int length = nodeId.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > MAX_NODE_ID) {
            throw new IllegalArgumentException("a node id of " + length + " bytes");
        }
    }

    /** Nobody looks at its frames. */
    public LinkConfig(
            LinkRole role,
            String nodeId,
            long instance,
            LinkSecrets secrets,
            long graceNs,
            LinkLimits limits) {
        this(role, nodeId, instance, secrets, graceNs, limits, LinkTap.NONE);
    }

    /** One secret, usual limits, instance 0, no grace. */
    public static LinkConfig of(LinkRole role, String nodeId, String secret) {
        return new LinkConfig(
                role, nodeId, 0, LinkSecrets.of(secret), 0, LinkLimits.DEFAULT, LinkTap.NONE);
    }

    /** The same for another process. */
    public LinkConfig withInstance(long other) {
        return new LinkConfig(role, nodeId, other, secrets, graceNs, limits, tap);
    }

    /** The same with other secrets. */
    public LinkConfig withSecrets(LinkSecrets others) {
        return new LinkConfig(role, nodeId, instance, others, graceNs, limits, tap);
    }

    /** The same with other limits. */
    public LinkConfig withLimits(LinkLimits others) {
        return new LinkConfig(role, nodeId, instance, secrets, graceNs, others, tap);
    }

    /** The same keeping sessions for so long. */
    public LinkConfig withGrace(long ns) {
        return new LinkConfig(role, nodeId, instance, secrets, ns, limits, tap);
    }

    /** The same with who looks at its frames. */
    public LinkConfig withTap(LinkTap other) {
        return new LinkConfig(role, nodeId, instance, secrets, graceNs, limits, other);
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "LinkConfig[" + role + " " + nodeId + "]";
    }
}
