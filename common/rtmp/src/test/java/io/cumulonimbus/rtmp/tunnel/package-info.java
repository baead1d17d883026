/** Tests of RTMPT. */
package io.cumulonimbus.rtmp.tunnel;
