/** The doors for RTMP in all its forms, as origin and edge open them. */
package io.cumulonimbus.net.doors;
