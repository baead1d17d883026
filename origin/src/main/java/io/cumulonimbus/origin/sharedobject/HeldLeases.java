package io.cumulonimbus.origin.sharedobject;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Lease;
import io.cumulonimbus.origin.cluster.Leases;
import io.cumulonimbus.origin.cluster.NodeId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * By which leases this origin is the home of applications: what is written under a later one counts
 * more. Any thread.
 */
final class HeldLeases implements Leases.Listener {
    private final NodeId self;
    private final Map<String, Long> epochs = new ConcurrentHashMap<>();

    /**
     * @param loop hears of leases
     */
    HeldLeases(Directory directory, Loop loop) {
        this.self = directory.self();
        directory.leases().listen(loop, this);
    }

    @Override
    public void changed(Lease lease) {
        if (lease.holder().equals(self)) {
            epochs.put(lease.realm(), lease.epoch());
        } else {
            epochs.remove(lease.realm());
        }
    }

    @Override
    public void ended(Lease lease) {
        epochs.remove(lease.realm(), lease.epoch());
    }

    /**
     * The epoch under which an application is at home here; 0 where it has another home, or none.
     * An application belongs to the realm of its first folder, or to the one of all folders.
     */
    long epoch(String application) {
        int slash = application.indexOf('/');
        String realm = slash < 0 ? application : application.substring(0, slash);
        Long own = epochs.get(realm);
        return own != null ? own : epochs.getOrDefault("", 0L);
    }
}
