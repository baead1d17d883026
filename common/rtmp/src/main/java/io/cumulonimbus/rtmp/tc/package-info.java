/** How RTMP messages travel in flows: metadata and message header of RFC 7425 §5.1. */
package io.cumulonimbus.rtmp.tc;
