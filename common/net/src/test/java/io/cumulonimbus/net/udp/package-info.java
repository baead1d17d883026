/** Tests of UDP over the loopback. */
package io.cumulonimbus.net.udp;
