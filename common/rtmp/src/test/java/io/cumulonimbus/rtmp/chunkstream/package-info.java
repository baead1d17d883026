/** Tests of chunk streams. */
package io.cumulonimbus.rtmp.chunkstream;
