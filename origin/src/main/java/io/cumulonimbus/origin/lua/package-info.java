/**
 * Applications written in Lua: realms, environments, events and the objects scripts work with.
 *
 * <p>Nothing outside of this package and those below it knows LuaJ. Start with {@link
 * io.cumulonimbus.origin.lua.LuaRealms}; everything else belongs to one realm and its loop.
 */
package io.cumulonimbus.origin.lua;
