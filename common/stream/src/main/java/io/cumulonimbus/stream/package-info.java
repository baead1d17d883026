/**
 * The media data plane: what happens to a live stream between its publisher's flow and each
 * viewer's flows, used unchanged by edge and origin.
 *
 * <p>Everything here is owned by one loop and takes time as an argument. A {@link
 * io.cumulonimbus.stream.MediaFrame} is immutable and the only thing that crosses loops.
 */
package io.cumulonimbus.stream;
