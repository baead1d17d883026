package io.cumulonimbus.edge;

import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.LimitsConfig;
import io.cumulonimbus.net.limits.Limits;
import io.cumulonimbus.net.limits.Quota;

/** How much clients of one address may have at an edge, as it is configured. */
final class EdgeLimits {
    private EdgeLimits() {}

    static Limits of(EdgeConfig config) {
        LimitsConfig.Share share = config.sessions().limits().address();
        return new Limits(
                new Quota(share.connections(), share.handshakes(), 0, 0, 0),
                Quota.NONE,
                System::nanoTime);
    }
}
