/**
 * Flows (RFC 7016 §3.6) and what limits their sending: sequence numbers, queues, reassembly,
 * transmission order and the congestion window. Nothing here knows of packets' protection,
 * addresses or sessions.
 */
package io.cumulonimbus.rtmfp.flow;
