/** Publications, listeners and subscriptions as scripts see them. */
package io.cumulonimbus.origin.lua.stream;
