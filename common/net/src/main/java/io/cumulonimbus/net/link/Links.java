package io.cumulonimbus.net.link;

import io.cumulonimbus.link.session.LinkSession;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The links of one door, and those of them that edges may take up again. Any thread. */
final class Links {
    private final Set<AcceptedLink> all = ConcurrentHashMap.newKeySet();
    private final Map<String, AcceptedLink> byKey = new ConcurrentHashMap<>();
    private volatile boolean draining;

    /** From now on edges are told that we are going to stop. */
    void drain() {
        draining = true;
        all.forEach(AcceptedLink::drain);
    }

    boolean isDraining() {
        return draining;
    }

    Set<AcceptedLink> all() {
        return all;
    }

    /** A link is there. */
    void add(AcceptedLink link) {
        all.add(link);
    }

    /** It has neither a connection nor sessions any more. */
    void gone(AcceptedLink link) {
        all.remove(link);
    }

    /** What the edge calls it. */
    void known(String key, AcceptedLink link) {
        byKey.put(key, link);
    }

    Optional<AcceptedLink> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** It cannot be taken up any more. */
    void forget(LinkSession session) {
        byKey.remove(session.key());
    }

    /** How many have not proved themselves. */
    long strangers() {
        return all.stream().filter(AcceptedLink::isStranger).count();
    }
}
