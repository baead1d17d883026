package io.cumulonimbus.link;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What an edge tells of itself, each second and whenever it stops or begins to take clients: all
 * its links tell the same.
 *
 * @param publicAddress where clients find it, resolved; empty when it does not know
 * @param taking whether newcomers are let in
 * @param listed whether clients are to be sent here; otherwise it takes those who come by
 *     themselves
 * @param sessions clients it has now
 * @param capacity clients it takes at most, at least 1
 * @param cpuPermille how busy the processors of its machine are, 0 to {@link #MOST_CPU}
 * @param bytesPerSecond what it sends to clients, as of late
 */
public record EdgeLoad(
        Optional<InetSocketAddress> publicAddress,
        boolean taking,
        boolean listed,
        long sessions,
        long capacity,
        int cpuPermille,
        long bytesPerSecond) {
    /** All processors are busy all the time. */
    public static final int MOST_CPU = 1000;

    public EdgeLoad {
        if (sessions < 0 || capacity < 1 || bytesPerSecond < 0) {
            throw new IllegalArgumentException("figures below zero");
        }
        if (cpuPermille < 0 || cpuPermille > MOST_CPU) {
            throw new IllegalArgumentException(cpuPermille + " thousandths of the processors");
        }
        if (publicAddress.filter(InetSocketAddress::isUnresolved).isPresent()) {
            throw new IllegalArgumentException("an address that is not resolved");
        }
    }
}
