/** Tests of the media data plane. */
package io.cumulonimbus.stream;
