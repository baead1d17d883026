/**
 * Applications written in Lua: realms, their applications, and what these are asked and told.
 *
 * <p>Nothing outside of this package and those below it knows LuaJ. Start with {@link
 * io.cumulonimbus.origin.lua.LuaRealms}; everything else belongs to one realm and its loop. The
 * packages below do not know this one: what objects need of their realm is a {@code ScriptHost} in
 * {@code host}.
 */
package io.cumulonimbus.origin.lua;
