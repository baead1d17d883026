/** Tests of loops. */
package io.cumulonimbus.net.loop;
