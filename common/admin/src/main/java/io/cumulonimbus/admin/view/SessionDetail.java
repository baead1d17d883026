package io.cumulonimbus.admin.view;

import java.util.Optional;

/**
 * All that is known of a client.
 *
 * @param session its figures
 * @param connectivity how others can reach it, of RTMFP clients at their origin
 */
public record SessionDetail(SessionView session, Optional<ConnectivityView> connectivity) {}
