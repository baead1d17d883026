/** Tests of TLS. */
package io.cumulonimbus.net.tls;
