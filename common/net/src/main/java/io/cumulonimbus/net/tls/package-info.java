/** TLS: our certificate, its files, one made for trying out, and whom we trust ourselves. */
package io.cumulonimbus.net.tls;
