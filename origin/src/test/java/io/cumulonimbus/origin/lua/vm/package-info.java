/** Tests of the Lua machine: the language, and what it may use up. */
package io.cumulonimbus.origin.lua.vm;
