/**
 * The endpoint: everything that happens behind one UDP socket, without the socket. Session startup
 * as initiator and as stateless responder (RFC 7016 §3.5.1), and the four verbs that drive it.
 */
package io.cumulonimbus.rtmfp.endpoint;
