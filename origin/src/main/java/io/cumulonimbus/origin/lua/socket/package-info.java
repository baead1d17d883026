/** Sockets that scripts open. */
package io.cumulonimbus.origin.lua.socket;
