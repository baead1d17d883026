package io.cumulonimbus.origin;

import io.cumulonimbus.config.LimitsConfig;
import io.cumulonimbus.net.limits.Limits;
import io.cumulonimbus.net.limits.Quota;

/** How much clients may have that belong together, as it is configured. */
final class ClientLimits {
    private ClientLimits() {}

    static Limits of(LimitsConfig config) {
        return new Limits(quota(config.address()), quota(config.account()), System::nanoTime);
    }

    private static Quota quota(LimitsConfig.Share share) {
        return new Quota(
                share.connections(),
                share.handshakes(),
                share.bitrate(),
                share.streams(),
                share.calls());
    }
}
