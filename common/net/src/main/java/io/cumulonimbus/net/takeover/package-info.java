/** Connections that a request of HTTP turned into something else, for one client alone. */
package io.cumulonimbus.net.takeover;
