/** Streams of several origins, simulated. */
package io.cumulonimbus.origin.stream;
