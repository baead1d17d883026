/** Watching streams over HTTP and WebSocket: what becomes of requests that name a stream. */
package io.cumulonimbus.net.watch;
