/** Looks through scripts for names that the server does not have. */
package io.cumulonimbus.origin.lua.lint;
