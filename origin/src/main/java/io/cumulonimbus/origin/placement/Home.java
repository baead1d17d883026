package io.cumulonimbus.origin.placement;

import io.cumulonimbus.config.HostPort;
import java.util.Optional;

/**
 * The origin that a realm is at.
 *
 * @param link where it receives edges; empty is this origin
 * @param epoch of its lease; 0 when there is none
 */
public record Home(Optional<HostPort> link, long epoch) {
    /** This origin, without a lease. */
    public static final Home HERE = new Home(Optional.empty(), 0);
}
