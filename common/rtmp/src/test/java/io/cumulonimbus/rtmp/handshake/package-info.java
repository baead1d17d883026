/** Tests of the handshake. */
package io.cumulonimbus.rtmp.handshake;
