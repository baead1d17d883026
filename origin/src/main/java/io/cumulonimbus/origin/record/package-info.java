/** Recorded streams: FLV files that applications record into and play from. */
package io.cumulonimbus.origin.record;
