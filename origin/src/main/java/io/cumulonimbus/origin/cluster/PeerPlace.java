package io.cumulonimbus.origin.cluster;

/**
 * Where a peer is connected.
 *
 * @param node the origin that holds its session, directly or through an edge; alive as far as is
 *     known here
 * @param session the origin's own number of that session
 */
public record PeerPlace(NodeId node, long session) {}
