package io.cumulonimbus.net.link;

import io.cumulonimbus.link.EdgeLoad;
import java.util.Optional;

/**
 * An edge as the origin sees it, which may have several links.
 *
 * @param name what it calls itself
 * @param address where it is linked from, host and port; that of one of its links
 * @param clients of it that are here now
 * @param load what it told last; empty when it has told nothing yet, or nothing for seconds
 */
public record LinkedEdge(String name, String address, int clients, Optional<EdgeLoad> load) {
    /** The address that clients know it by, or else where it is linked from. */
    public String shownAddress() {
        return load.flatMap(EdgeLoad::publicAddress)
                .map(known -> known.getAddress().getHostAddress() + ":" + known.getPort())
                .orElse(address);
    }
}
