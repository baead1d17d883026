/** Tests of the package. */
package io.cumulonimbus.origin.lua.lint;
