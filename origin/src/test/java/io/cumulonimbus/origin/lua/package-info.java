/** Tests of applications written in Lua, through the doors that the origin uses. */
package io.cumulonimbus.origin.lua;
