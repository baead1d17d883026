package io.cumulonimbus.origin.placement;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Lease;
import io.cumulonimbus.origin.cluster.Node;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Homes by the leases of a cluster. A realm that nobody holds, or whose holder cannot be reached by
 * edges, is at home wherever it is asked for.
 */
public final class LeasedHomes implements Homes {
    private final Directory directory;

    /**
     * @param directory of the cluster
     */
    public LeasedHomes(Directory directory) {
        this.directory = directory;
    }

    @Override
    public void find(String realm, Loop replyTo, Consumer<Home> answer) {
        directory
                .leases()
                .find(
                        realm,
                        replyTo,
                        found -> answer.accept(found.value().map(this::home).orElse(Home.HERE)));
    }

    private Home home(Lease lease) {
        if (lease.holder().equals(directory.self())) {
            return new Home(Optional.empty(), lease.epoch());
        }
        return directory
                .nodes()
                .find(lease.holder())
                .flatMap(Node::link)
                .map(link -> new Home(Optional.of(link), lease.epoch()))
                .orElse(Home.HERE);
    }
}
