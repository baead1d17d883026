package io.cumulonimbus.config;

import java.util.List;

/**
 * What can be done over HTTP besides watching streams, at the ports for RTMPT.
 *
 * @param rpc whether functions of applications can be called, over HTTP and WebSocket
 * @param origins web sites, such as {@code https://example.org}, whose pages may do so besides our
 *     own; a star means all
 */
public record WebConfig(boolean rpc, List<String> origins) {
    /** That of a file that says nothing. */
    public static final WebConfig DEFAULT = new WebConfig(true, List.of());

    public WebConfig {
        origins = List.copyOf(origins);
    }
}
