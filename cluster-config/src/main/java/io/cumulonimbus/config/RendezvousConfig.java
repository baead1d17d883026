package io.cumulonimbus.config;

import java.util.List;

/**
 * Whether clients may use the server to meet, whatever application they ask for.
 *
 * @param enabled whether they may where there is no application of that path
 * @param keys what the first part of the path may be; any when there is none
 */
public record RendezvousConfig(boolean enabled, List<String> keys) {
    /** Clients are refused that ask for an application which is not there. */
    public static final RendezvousConfig OFF = new RendezvousConfig(false, List.of());

    /** Keeps a copy. */
    public RendezvousConfig {
        keys = List.copyOf(keys);
    }
}
