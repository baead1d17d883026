/**
 * Streams as playlists and files that are asked for one by one (RFC 8216 and its successor): pure.
 */
package io.cumulonimbus.watch.hls;
