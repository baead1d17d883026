/** The opening handshake of an RTMP connection, simple and with digests, both ends. */
package io.cumulonimbus.rtmp.handshake;
