/** Recordings of other origins. */
package io.cumulonimbus.origin.record.far;
