package io.cumulonimbus.origin.cluster.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import io.cumulonimbus.origin.cluster.NodeId;
import java.util.Optional;

/** What makes a member a node: two of its attributes. */
final class Members {
    private static final String NAME = "node";
    private static final String INCARNATION = "incarnation";

    private Members() {}

    static void mark(Config config, NodeId self) {
        config.getMemberAttributeConfig()
                .setAttribute(NAME, self.name())
                .setAttribute(INCARNATION, Long.toHexString(self.incarnation()));
    }

    /** The node that a member is; none if it is another program's, or gone. */
    static Optional<NodeId> known(Member member) {
        String name = member.getAttribute(NAME);
        String incarnation = member.getAttribute(INCARNATION);
        return name == null || incarnation == null
                ? Optional.empty()
                : Optional.of(new NodeId(name, Long.parseUnsignedLong(incarnation, 16)));
    }
}
