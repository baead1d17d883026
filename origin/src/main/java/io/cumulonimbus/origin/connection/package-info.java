/**
 * NetConnection: what a client asks of the origin itself, and the way to its application and its
 * streams.
 *
 * <p>Everything of one connection is owned by its client's loop; the application lives on another,
 * and is reached through proxies in both directions.
 */
package io.cumulonimbus.origin.connection;
