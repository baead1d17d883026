/** Values of AMF as Lua sees them, and back. */
package io.cumulonimbus.origin.lua.value;
