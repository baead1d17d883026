/**
 * The clients that a link carries, seen from either end, with their flows and their viewers. What
 * they need of the link is a {@link io.cumulonimbus.link.remote.ClientCarrier}.
 */
package io.cumulonimbus.link.remote;
