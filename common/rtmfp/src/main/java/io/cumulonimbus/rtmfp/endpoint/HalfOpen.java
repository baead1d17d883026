package io.cumulonimbus.rtmfp.endpoint;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** How many sessions of each address have proven nothing yet, keyings in progress included. */
final class HalfOpen {
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private int total;

    int total() {
        return total;
    }

    int of(InetAddress address) {
        return byAddress.getOrDefault(address, 0);
    }

    void add(InetAddress address) {
        byAddress.merge(address, 1, Integer::sum);
        total++;
    }

    void remove(InetAddress address) {
        byAddress.computeIfPresent(address, (a, count) -> count == 1 ? null : count - 1);
        total--;
    }
}
