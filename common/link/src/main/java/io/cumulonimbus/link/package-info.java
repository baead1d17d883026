/**
 * The private protocol between edge and origin, and among origins: clients of one seen as clients
 * by the other. Here are the words that its ends and their hosts share.
 *
 * <p>A {@code LinkSession} in {@code session} is one end of an ordered byte stream: bytes and time
 * in, bytes and events out. It opens no socket, reads no clock and starts no thread; whoever owns
 * it calls it from one loop. Beneath it, each knowing only what is named before it: frames and
 * their bytes in {@code wire}, what comes and goes with a connection in {@code connection}, whose
 * turn it is in {@code turn}, streams that cross once for all viewers in {@code stream}, and the
 * clients in {@code remote}. The wire format is in {@code docs/link-protocol.md}.
 */
package io.cumulonimbus.link;
