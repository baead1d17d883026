/** Tests of the client side, against a small server of their own. */
package io.cumulonimbus.netclient;
