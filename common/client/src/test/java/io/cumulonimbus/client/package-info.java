/** Tests of the seam's values. */
package io.cumulonimbus.client;
