/**
 * What the node keeps at which a publisher's media comes in: its numbers, and what another origin
 * needs so that viewers can go on without waiting for the next key frame.
 */
package io.cumulonimbus.link.ingress;
