/**
 * Sessions (RFC 7016 §3.5.2 to §3.5.5): timers, round-trip times, acknowledgements, keepalive,
 * mobility and close, around the flows of one far end. How a session comes about is in {@code
 * endpoint}.
 */
package io.cumulonimbus.rtmfp.session;
