/** Tests of the content of RTMP messages. */
package io.cumulonimbus.rtmp.message;
