package io.cumulonimbus.origin.link;

import io.cumulonimbus.config.EdgesConfig;
import io.cumulonimbus.config.LinkTlsMode;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkLimits;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.LinkSecrets;
import io.cumulonimbus.origin.cluster.NodeId;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which edges are let in, as it is configured. */
final class EdgeAccess {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeAccess.class);

    /** So long a link may be interrupted without anybody noticing more than a pause. */
    private static final long FELLOW_GRACE_NS = 2_000_000_000L;

    private EdgeAccess() {}

    /**
     * What this end of links knows; warns of what weakens it.
     *
     * @param name what the others of a cluster call this origin
     * @param random unpredictable and thread-safe
     */
    static LinkConfig of(EdgesConfig edges, Optional<String> name, RandomGenerator random) {
        if (edges.secret().isEmpty()) {
            LOG.warn("edges.secret is empty: whoever runs on this machine may be an edge");
        }
        if (edges.tls() == LinkTlsMode.OFF) {
            LOG.warn("edges.tls is off: what edges and this origin tell each other can be read");
        }
        return new LinkConfig(
                LinkRole.ORIGIN,
                name.orElseGet(() -> HexFormat.of().toHexDigits(random.nextLong())),
                random.nextLong(),
                secrets(edges),
                0,
                LinkLimits.DEFAULT);
    }

    /** What we are when we dial another origin of our cluster, which has the same secret. */
    static LinkConfig toFellows(EdgesConfig edges, NodeId self) {
        return LinkConfig.of(LinkRole.FELLOW, self.name(), edges.secret().texts().get(0))
                .withInstance(self.incarnation())
                .withGrace(FELLOW_GRACE_NS);
    }

    /** Whom it believes. */
    static LinkSecrets secrets(EdgesConfig edges) {
        Map<String, List<String>> own = new HashMap<>();
        for (Map.Entry<String, Secret> one : edges.ownSecrets().entrySet()) {
            own.put(one.getKey(), one.getValue().texts());
        }
        return new LinkSecrets(edges.secret().texts(), own, Set.copyOf(edges.denied()));
    }
}
