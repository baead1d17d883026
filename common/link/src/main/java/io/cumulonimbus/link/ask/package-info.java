/**
 * What one origin asks another over a link, with answers that may be long: they cross in parts, and
 * take turns with everything else.
 */
package io.cumulonimbus.link.ask;
