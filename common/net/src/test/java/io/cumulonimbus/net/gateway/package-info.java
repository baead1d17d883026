/** Tests of links over real TCP. */
package io.cumulonimbus.net.gateway;
