/**
 * RTMP connections as clients at the seam: the byte stream of chunks, and the message streams in it
 * as flows (RFC 7425 §5).
 */
package io.cumulonimbus.rtmp.connection;
