/**
 * UDP: sockets, and the shards that join one socket, one RTMFP endpoint and one timer on one loop.
 */
package io.cumulonimbus.net.udp;
