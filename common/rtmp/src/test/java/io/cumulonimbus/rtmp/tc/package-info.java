/** Tests of the mapping of RTMP messages to flows. */
package io.cumulonimbus.rtmp.tc;
