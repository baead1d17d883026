/**
 * RTMPT: RTMP connections carried by HTTP requests and their replies. The server's sessions, the
 * order of replies on an HTTP connection, and a client.
 */
package io.cumulonimbus.rtmp.tunnel;
