/** Clients and groups as scripts see them. */
package io.cumulonimbus.origin.lua.client;
