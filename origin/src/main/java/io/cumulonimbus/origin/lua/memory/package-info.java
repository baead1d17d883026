/** How much memory a realm keeps from one event to the next. */
package io.cumulonimbus.origin.lua.memory;
