/**
 * A machine that runs Lua 5.1: LuaJ's compiler and values under an interpreter of our own.
 *
 * <p>Calls from Lua to Lua and coroutines live on the heap and need no thread and no Java stack;
 * environments belong to functions; every instruction is paid for from a budget. Why LuaJ's own
 * interpreter does not do: {@code docs/adr/0004-luaj.md}. A {@link
 * io.cumulonimbus.origin.lua.vm.Machine} and all values made with it belong to one loop.
 */
package io.cumulonimbus.origin.lua.vm;
