/** Tests of whom an origin sends to its edges. */
package io.cumulonimbus.origin.link;
