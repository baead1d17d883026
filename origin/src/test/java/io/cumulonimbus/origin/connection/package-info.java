/** Tests of NetConnection and NetStream through the seam, both ends in memory. */
package io.cumulonimbus.origin.connection;
