/** The door for RTMPT clients: HTTP connections, and the tunnel sessions of each loop. */
package io.cumulonimbus.net.http;
