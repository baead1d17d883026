/** Tests of the door for RTMPT clients. */
package io.cumulonimbus.net.http;
