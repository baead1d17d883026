package io.cumulonimbus.admin.view;

import java.util.Optional;

/**
 * A server that works with this one, or this one itself.
 *
 * @param name what it calls itself
 * @param kind origin or edge
 * @param self whether it is the one that is asked
 * @param up whether it can be reached
 * @param address where it is linked, or where clients find it
 * @param clients of it that are known here
 * @param capacity most clients, where that is known
 * @param taking whether it takes further ones, where that is known
 * @param cpuPercent how busy its processors are, where that is known
 * @param bytesPerSecond what it sends, where that is known
 * @param roundTripMs to it and back, where that is known
 */
public record NodeView(
        String name,
        String kind,
        boolean self,
        boolean up,
        String address,
        long clients,
        Optional<Long> capacity,
        Optional<Boolean> taking,
        Optional<Double> cpuPercent,
        Optional<Long> bytesPerSecond,
        Optional<Double> roundTripMs) {}
