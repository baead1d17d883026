/**
 * Streams over a link: each crosses once, however many viewers its far end has. Who pulls has a
 * {@link io.cumulonimbus.link.stream.StreamReceiver}, who sends a {@link
 * io.cumulonimbus.link.stream.StreamLane}.
 */
package io.cumulonimbus.link.stream;
