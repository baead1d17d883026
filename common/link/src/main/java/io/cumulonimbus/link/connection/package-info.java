/**
 * A link over its connections: who the ends are, whether they live, what of the one connection goes
 * on over the next, and the parting that was planned.
 */
package io.cumulonimbus.link.connection;
