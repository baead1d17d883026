/**
 * Watching a stream over HTTP: a client of the seam that plays one stream as any other client does,
 * and the containers that browsers take. Knows neither sockets nor HTTP's headers; owned by one
 * loop.
 */
package io.cumulonimbus.watch;
