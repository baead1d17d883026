/** Tests of what clients may have that belong together. */
package io.cumulonimbus.net.limits;
