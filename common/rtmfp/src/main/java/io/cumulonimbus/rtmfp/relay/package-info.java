/**
 * The relay for peers whose networks let nothing through to each other: passes the packets of a
 * session from one to the other without being able to read them. A pure state machine, as the
 * endpoint is; sockets and clients are elsewhere.
 */
package io.cumulonimbus.rtmfp.relay;
