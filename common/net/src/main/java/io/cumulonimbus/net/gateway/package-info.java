/**
 * What every way into this process has in common: where it listens, how it fails and how it stops.
 */
package io.cumulonimbus.net.gateway;
