/** Streams as MPEG transport streams (ISO/IEC 13818-1): pure. */
package io.cumulonimbus.watch.ts;
