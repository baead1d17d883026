/** Tests of the whole module. */
package io.cumulonimbus.net.socket;
