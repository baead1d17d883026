/**
 * Links over TCP: connections that carry a {@link io.cumulonimbus.link.session.LinkSession} each,
 * the origin's door for them, and the edge's dialler.
 */
package io.cumulonimbus.net.link;
