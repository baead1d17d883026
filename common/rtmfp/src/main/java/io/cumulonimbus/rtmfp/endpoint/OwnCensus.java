package io.cumulonimbus.rtmfp.endpoint;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** The census of an endpoint that shares its limits with no other. */
final class OwnCensus implements Census {
    private final Map<InetAddress, Integer> unproven = new HashMap<>();
    private int sessions;
    private long buffered;

    @Override
    public int sessions() {
        return sessions;
    }

    @Override
    public void entered() {
        sessions++;
    }

    @Override
    public void left() {
        sessions--;
    }

    @Override
    public long buffered() {
        return buffered;
    }

    @Override
    public void buffered(long change) {
        buffered += change;
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
}
