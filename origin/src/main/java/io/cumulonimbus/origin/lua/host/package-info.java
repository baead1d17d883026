/**
 * What a realm and its applications are to the objects of scripts: what pays for them, hears their
 * errors and ends them.
 */
package io.cumulonimbus.origin.lua.host;
