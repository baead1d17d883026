package io.cumulonimbus.net.udp;

import io.cumulonimbus.rtmfp.endpoint.Census;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The census of all shards of a gateway, whatever their address and loop. Any thread. */
final class SharedCensus implements Census {
    private final Predicate<InetAddress> admitted;
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicLong buffered = new AtomicLong();

    /** Bounded by the sessions and key agreements that endpoints allow. */
    private final ConcurrentMap<InetAddress, Integer> unproven = new ConcurrentHashMap<>();

    /**
     * @param admitted whether one more handshake with an address is not too many; on any loop
     */
    SharedCensus(Predicate<InetAddress> admitted) {
        this.admitted = admitted;
    }

    @Override
    public boolean admits(InetAddress address) {
        return admitted.test(address);
    }

    @Override
    public int sessions() {
        return sessions.get();
    }

    @Override
    public void entered() {
        sessions.incrementAndGet();
    }

    @Override
    public void left() {
        sessions.decrementAndGet();
    }

    @Override
    public long buffered() {
        return buffered.get();
    }

    @Override
    public void buffered(long change) {
        buffered.addAndGet(change);
    }

    @Override
    public int unproven(InetAddress address) {
        return unproven.getOrDefault(address, 0);
    }

    @Override
    public void began(InetAddress address) {
        unproven.merge(address, 1, Integer::sum);
    }

    @Override
    public void settled(InetAddress address) {
        unproven.computeIfPresent(address, (a, count) -> count == 1 ? null : count - 1);
    }

    /** Addresses of which something is not proven. */
    int unprovenAddresses() {
        return unproven.size();
    }
}
