package io.cumulonimbus.config;

import java.util.List;

/**
 * What can be done over HTTP besides watching streams, at the ports for RTMPT.
 *
 * @param rpc whether functions of applications can be called, over HTTP and WebSocket
 * @param files whether files in the folders {@code public} of applications can be had
 * @param origins web sites, such as {@code https://example.org}, whose pages may do so besides our
 *     own; a star means all
 */
public record WebConfig(boolean rpc, boolean files, List<String> origins) {
    /** That of a file that says nothing. */
    public static final WebConfig DEFAULT = new WebConfig(true, false, List.of());

    public WebConfig {
        origins = List.copyOf(origins);
    }
}
