/** What the origin writes and reads in RTMP messages, beyond the messages themselves. */
package io.cumulonimbus.origin.wire;
