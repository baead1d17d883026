/** RTMP messages: their types, and the content of commands, data and user control events. */
package io.cumulonimbus.rtmp.message;
