/**
 * The seam: a connected far end, seen as flows of messages.
 *
 * <p>An RTMFP session, an RTMP connection and the far end of a link implement {@link
 * io.cumulonimbus.client.Client}; origin and edge code sees nothing else. Everything here is owned
 * by one loop, the loop of the client: nothing may be called from elsewhere, nothing blocks, and no
 * callback may throw.
 */
package io.cumulonimbus.client;
