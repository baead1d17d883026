/**
 * NetStream and live publications: who publishes what, who watches it, and how media gets from one
 * loop to the others.
 *
 * <p>A media message goes from the publisher's flow to its {@link
 * io.cumulonimbus.origin.stream.Publication} on the publisher's loop, from there once to each loop
 * where somebody watches ({@link io.cumulonimbus.origin.stream.WatchedStreamProxy}), and there
 * through one fan-out to all viewers. Names are kept on one hub loop, which media never passes.
 */
package io.cumulonimbus.origin.stream;
