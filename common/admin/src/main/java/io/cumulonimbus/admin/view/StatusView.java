package io.cumulonimbus.admin.view;

import java.util.List;
import java.util.Map;

/**
 * How a server is.
 *
 * @param program origin or edge
 * @param version of the program
 * @param process its number in the system
 * @param uptimeSeconds since its start
 * @param ready whether it takes clients
 * @param draining whether it was told to take none any more
 * @param ports what it listens on, such as rtmfp=127.0.0.1:1935/udp
 * @param sessions clients now, by protocol
 * @param messages from and to clients so far
 * @param bytes in these messages
 * @param figures further ones, by name
 */
public record StatusView(
        String program,
        String version,
        long process,
        long uptimeSeconds,
        boolean ready,
        boolean draining,
        List<String> ports,
        Map<String, Long> sessions,
        InAndOut messages,
        InAndOut bytes,
        Map<String, Long> figures) {
    /**
     * A figure for each direction.
     *
     * @param in from clients
     * @param out to clients
     */
    public record InAndOut(long in, long out) {}
}
