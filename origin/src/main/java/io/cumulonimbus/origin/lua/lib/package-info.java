/**
 * The standard library of Lua 5.1, as much of it as a script on a server may have: nothing here
 * reaches files outside {@code www}, processes, other Java code or another realm.
 *
 * <p>Everything that can take long or make something large pays for it from the {@link
 * io.cumulonimbus.origin.lua.vm.Budget} of the event.
 */
package io.cumulonimbus.origin.lua.lib;
