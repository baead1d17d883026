/** What else the server does for scripts: timers, mail, shared objects, counts of edges. */
package io.cumulonimbus.origin.lua.service;
