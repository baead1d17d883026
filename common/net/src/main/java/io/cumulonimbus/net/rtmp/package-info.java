/** The door for RTMP clients: a TCP connection for each of them. */
package io.cumulonimbus.net.rtmp;
