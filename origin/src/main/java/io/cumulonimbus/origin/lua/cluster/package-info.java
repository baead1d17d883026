/**
 * The cluster as scripts see it: its other servers, and the maps, topics and locks that a realm
 * shares with itself.
 */
package io.cumulonimbus.origin.lua.cluster;
