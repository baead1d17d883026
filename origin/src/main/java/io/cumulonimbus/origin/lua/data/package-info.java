/** What applications keep over a restart: the global {@code data}. */
package io.cumulonimbus.origin.lua.data;
