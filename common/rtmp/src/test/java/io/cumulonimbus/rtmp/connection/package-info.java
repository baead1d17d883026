/** Tests of RTMP connections. */
package io.cumulonimbus.rtmp.connection;
