/** Tests of the link. */
package io.cumulonimbus.link;
