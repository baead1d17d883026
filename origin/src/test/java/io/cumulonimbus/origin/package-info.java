/** Tests of the origin as a whole. */
package io.cumulonimbus.origin;
