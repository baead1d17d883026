/** Streams as fragments of MP4 that browsers take (CMAF, ISO/IEC 14496-12): pure. */
package io.cumulonimbus.watch.cmaf;
