/** Tests of the door for RTMP clients. */
package io.cumulonimbus.net.rtmp;
