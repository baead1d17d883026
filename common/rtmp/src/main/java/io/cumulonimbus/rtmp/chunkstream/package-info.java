/**
 * RTMP Chunk Stream (RTMP 1.0 §5.3, §5.4): messages cut into chunks, interleaved, and put together
 * again.
 */
package io.cumulonimbus.rtmp.chunkstream;
