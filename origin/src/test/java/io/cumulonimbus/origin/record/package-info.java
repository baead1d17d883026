/** Tests of recorded streams. */
package io.cumulonimbus.origin.record;
