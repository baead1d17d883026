/** Listening TCP sockets, and what limits the strangers that connect to them. */
package io.cumulonimbus.net.tcp;
