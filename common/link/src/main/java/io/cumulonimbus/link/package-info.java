/**
 * The private protocol between edge and origin: clients of one seen as clients by the other.
 *
 * <p>A {@link io.cumulonimbus.link.LinkSession} is one end of an ordered byte stream: bytes and
 * time in, bytes and events out. It opens no socket, reads no clock and starts no thread; whoever
 * owns it calls it from one loop. The wire format is in {@code docs/link-protocol.md}.
 */
package io.cumulonimbus.link;
