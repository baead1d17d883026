package io.cumulonimbus.link;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an end of a link knows, and whom it believes.
 *
 * @param shared by all edges; the first is used, all are accepted (rotation). An empty one protects
 *     nothing and is meant for the loopback
 * @param own by the node id of an edge: who has secrets of its own is accepted with no others
 * @param denied node ids of edges that are not let in whatever they know
 */
public record LinkSecrets(List<String> shared, Map<String, List<String>> own, Set<String> denied) {
    public LinkSecrets {
        shared = List.copyOf(shared);
        own = Map.copyOf(own);
        denied = Set.copyOf(denied);
        if (shared.isEmpty() && own.isEmpty()) {
            throw new IllegalArgumentException("a link needs a secret, if only the empty one");
        }
    }

    /** The same for everybody. */
    public static LinkSecrets of(String... shared) {
        return new LinkSecrets(List.of(shared), Map.of(), Set.of());
    }

    /** The secrets that prove an edge to be this one; none for whom there is nothing to know. */
    public List<String> expectedOf(String nodeId) {
        return own.getOrDefault(nodeId, shared);
    }

    /** What we prove ourselves with as an edge. */
    public String first() {
        return Stream.concat(shared.stream(), own.values().stream().flatMap(List::stream))
                .findFirst()
                .orElseThrow();
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "LinkSecrets[" + shared.size() + " shared, " + own.keySet() + "]";
    }
}
